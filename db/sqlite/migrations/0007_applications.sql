CREATE TABLE `application_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`session_id` text,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `application_sessions_session` ON `application_sessions` (`session_id`,`application_id`);--> statement-breakpoint
CREATE INDEX `application_sessions_application` ON `application_sessions` (`application_id`);--> statement-breakpoint
CREATE INDEX `application_sessions_user` ON `application_sessions` (`user_id`);--> statement-breakpoint
CREATE INDEX `application_sessions_due_at` ON `application_sessions` (`due_at`) WHERE "application_sessions"."session_id" is null;--> statement-breakpoint
CREATE TABLE `application_tokens` (
	`value_hash` text PRIMARY KEY NOT NULL,
	`application_session_id` text NOT NULL,
	`payload` text NOT NULL,
	`consumed_at` integer,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`application_session_id`) REFERENCES `application_sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `application_tokens_session` ON `application_tokens` (`application_session_id`);--> statement-breakpoint
CREATE INDEX `application_tokens_expires_at` ON `application_tokens` (`expires_at`);--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`secret_hash` text,
	`redirect_uris` text NOT NULL,
	`post_logout_uris` text NOT NULL,
	`backchannel_uri` text,
	`requires_pkce` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `signing_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`algorithm` text NOT NULL,
	`jwk` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signing_keys_algorithm` ON `signing_keys` (`algorithm`) WHERE "signing_keys"."retired_at" is null;