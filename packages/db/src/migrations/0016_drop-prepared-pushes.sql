DROP TABLE "pushes" CASCADE;--> statement-breakpoint
ALTER TABLE "shop_settings" DROP COLUMN "auto_push";