ALTER TABLE "throttles" RENAME TO "rate_limits";--> statement-breakpoint
ALTER TABLE "rate_limits" RENAME COLUMN "tries" TO "attempts";--> statement-breakpoint
ALTER INDEX "throttles_pkey" RENAME TO "rate_limits_pkey";--> statement-breakpoint
ALTER INDEX "throttles_last_at" RENAME TO "rate_limits_last_at";--> statement-breakpoint
ALTER TABLE "chores" RENAME TO "jobs";--> statement-breakpoint
ALTER INDEX "chores_pkey" RENAME TO "jobs_pkey";