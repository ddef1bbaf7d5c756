ALTER TABLE "sessions" ADD COLUMN "previous_value_hash" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "replaced_at" bigint;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "successor" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "limits_reset_at" bigint;--> statement-breakpoint
CREATE INDEX "sessions_previous_value_hash" ON "sessions" USING btree ("previous_value_hash") WHERE previous_value_hash IS NOT NULL;