ALTER TABLE "oauth_states" ALTER COLUMN "account_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" ADD COLUMN "problem" text;--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" ADD COLUMN "problem_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" ADD COLUMN "gap_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" ADD COLUMN "longest_gap_ms" bigint;--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" ADD COLUMN "silent_since" timestamp with time zone;