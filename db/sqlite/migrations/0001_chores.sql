CREATE TABLE `chores` (
	`name` text PRIMARY KEY NOT NULL,
	`last_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_shown_codes_until` ON `sessions` (`shown_codes_until`) WHERE "sessions"."shown_codes_until" is not null;--> statement-breakpoint
CREATE INDEX `sign_in_tickets_expires_at` ON `sign_in_tickets` (`expires_at`);--> statement-breakpoint
CREATE INDEX `users_totp_pending` ON `users` (`totp_started_at`) WHERE "users"."totp_confirmed_at" is null;