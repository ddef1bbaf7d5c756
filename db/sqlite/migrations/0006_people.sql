CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`rows` text NOT NULL,
	`position` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `imports_user` ON `imports` (`user_id`);--> statement-breakpoint
CREATE INDEX `imports_expires_at` ON `imports` (`expires_at`);--> statement-breakpoint
CREATE TABLE `shown_passwords` (
	`session_id` text NOT NULL,
	`user_id` text NOT NULL,
	`password` text NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`session_id`, `user_id`),
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `shown_passwords_user` ON `shown_passwords` (`user_id`);--> statement-breakpoint
CREATE INDEX `shown_passwords_expires_at` ON `shown_passwords` (`expires_at`);--> statement-breakpoint
DROP INDEX `users_company`;--> statement-breakpoint
ALTER TABLE `users` ADD `administrator` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `role_key` text;--> statement-breakpoint
ALTER TABLE `users` ADD `last_seen_at` integer;--> statement-breakpoint
CREATE INDEX `users_role` ON `users` (`role_key`,`username_key`);--> statement-breakpoint
CREATE INDEX `users_administrator` ON `users` (`username_key`) WHERE administrator;--> statement-breakpoint
CREATE INDEX `users_pending` ON `users` (`username_key`) WHERE password_must_change;--> statement-breakpoint
CREATE INDEX `users_disabled` ON `users` (`username_key`) WHERE "users"."disabled_at" is not null;--> statement-breakpoint
CREATE INDEX `users_company` ON `users` (`company_id`,`username_key`);--> statement-breakpoint
ALTER TABLE `companies` ADD `name_key` text;--> statement-breakpoint
CREATE INDEX `companies_name_key` ON `companies` (`name_key`);--> statement-breakpoint
ALTER TABLE `events` ADD `actor` text;--> statement-breakpoint
ALTER TABLE `events` ADD `subject` text;--> statement-breakpoint
UPDATE `users` SET `last_seen_at` = (SELECT max(`last_used_at`) FROM `sessions` WHERE `sessions`.`user_id` = `users`.`id`);