ALTER TABLE `throttles` RENAME TO `rate_limits`;--> statement-breakpoint
ALTER TABLE `rate_limits` RENAME COLUMN "tries" TO "attempts";--> statement-breakpoint
DROP INDEX `throttles_last_at`;--> statement-breakpoint
CREATE INDEX `rate_limits_last_at` ON `rate_limits` (`last_at`);--> statement-breakpoint
ALTER TABLE `chores` RENAME TO `jobs`;