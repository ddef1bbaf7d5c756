CREATE TABLE "imports" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"rows" text NOT NULL,
	"position" integer NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shown_passwords" (
	"session_id" text NOT NULL,
	"user_id" text NOT NULL,
	"password" text NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "shown_passwords_session_id_user_id_pk" PRIMARY KEY("session_id","user_id")
);
--> statement-breakpoint
DROP INDEX "users_company";--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "username_key" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "name_key" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "actor" text;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "administrator" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "role_key" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "last_seen_at" bigint;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_passwords" ADD CONSTRAINT "shown_passwords_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shown_passwords" ADD CONSTRAINT "shown_passwords_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imports_user" ON "imports" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "imports_expires_at" ON "imports" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "shown_passwords_user" ON "shown_passwords" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "shown_passwords_expires_at" ON "shown_passwords" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "companies_name_key" ON "companies" USING btree ("name_key");--> statement-breakpoint
CREATE INDEX "users_role" ON "users" USING btree ("role_key","username_key");--> statement-breakpoint
CREATE INDEX "users_administrator" ON "users" USING btree ("username_key") WHERE administrator;--> statement-breakpoint
CREATE INDEX "users_pending" ON "users" USING btree ("username_key") WHERE password_must_change;--> statement-breakpoint
CREATE INDEX "users_disabled" ON "users" USING btree ("username_key") WHERE disabled_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "users_company" ON "users" USING btree ("company_id","username_key");--> statement-breakpoint
UPDATE "users" SET "last_seen_at" = (SELECT max("last_used_at") FROM "sessions" WHERE "sessions"."user_id" = "users"."id");