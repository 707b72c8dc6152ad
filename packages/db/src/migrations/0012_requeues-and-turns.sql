ALTER TABLE "alerts" ADD COLUMN "notify_failed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "shop_settings" ADD COLUMN "webhook_check_queued_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "requeued_at" timestamp with time zone;