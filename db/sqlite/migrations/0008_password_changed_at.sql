ALTER TABLE `users` ADD `password_changed_at` integer;--> statement-breakpoint
UPDATE users SET password_changed_at = (SELECT max(at) FROM events WHERE events.user_id = users.id AND events.type IN ('password-changed', 'password-set', 'password-reset') AND events.subject IS NULL);
