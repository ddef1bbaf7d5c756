CREATE TABLE "application_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"session_id" text,
	"user_id" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"attempts" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "application_tokens" (
	"value_hash" text PRIMARY KEY NOT NULL,
	"application_session_id" text NOT NULL,
	"payload" text NOT NULL,
	"consumed_at" bigint,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"secret_hash" text,
	"redirect_uris" text NOT NULL,
	"post_logout_uris" text NOT NULL,
	"backchannel_uri" text,
	"requires_pkce" boolean NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"algorithm" text NOT NULL,
	"jwk" text NOT NULL,
	"created_at" bigint NOT NULL,
	"retired_at" bigint
);
--> statement-breakpoint
ALTER TABLE "application_sessions" ADD CONSTRAINT "application_sessions_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_sessions" ADD CONSTRAINT "application_sessions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_tokens" ADD CONSTRAINT "application_tokens_application_session_id_application_sessions_id_fk" FOREIGN KEY ("application_session_id") REFERENCES "public"."application_sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "application_sessions_session" ON "application_sessions" USING btree ("session_id","application_id");--> statement-breakpoint
CREATE INDEX "application_sessions_application" ON "application_sessions" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "application_sessions_user" ON "application_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "application_sessions_due_at" ON "application_sessions" USING btree ("due_at") WHERE session_id IS NULL;--> statement-breakpoint
CREATE INDEX "application_tokens_session" ON "application_tokens" USING btree ("application_session_id");--> statement-breakpoint
CREATE INDEX "application_tokens_expires_at" ON "application_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_keys_algorithm" ON "signing_keys" USING btree ("algorithm") WHERE retired_at IS NULL;