ALTER TABLE "shop_settings" ADD COLUMN "default_location" text;--> statement-breakpoint
ALTER TABLE "sync_run_resources" ADD COLUMN "pace_rows" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_run_resources" ADD COLUMN "pace_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sync_run_resources" ADD COLUMN "paced_rows" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_run_resources" ADD COLUMN "paced_from" timestamp with time zone;