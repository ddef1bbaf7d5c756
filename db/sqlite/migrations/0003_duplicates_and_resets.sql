ALTER TABLE `sessions` ADD `previous_value_hash` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `replaced_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `successor` text;--> statement-breakpoint
CREATE INDEX `sessions_previous_value_hash` ON `sessions` (`previous_value_hash`) WHERE "sessions"."previous_value_hash" is not null;--> statement-breakpoint
ALTER TABLE `users` ADD `limits_reset_at` integer;