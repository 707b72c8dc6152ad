-- A column under a view cannot change its type: the views come again in the next migration.
DROP VIEW "shoprenter_products", "shoprenter_orders", "shoprenter_customers";
--> statement-breakpoint
ALTER TABLE "categories" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "categories" ALTER COLUMN "parent_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "customers" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "customers" ALTER COLUMN "group_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "fulfillments" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "fulfillments" ALTER COLUMN "order_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "inventory_levels" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "inventory_levels" ALTER COLUMN "inventory_item_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "inventory_levels" ALTER COLUMN "location_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "locations" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "order_lines" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "order_lines" ALTER COLUMN "order_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "order_lines" ALTER COLUMN "product_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "order_lines" ALTER COLUMN "variant_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "orders" ALTER COLUMN "customer_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "product_variants" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "product_variants" ALTER COLUMN "product_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "product_variants" ALTER COLUMN "inventory_item_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "products" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "products" ALTER COLUMN "parent_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "refunds" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "refunds" ALTER COLUMN "order_external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "sync_seen" ALTER COLUMN "external_id" SET DATA TYPE text collate "C";--> statement-breakpoint
ALTER TABLE "categories" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "fulfillments" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "inventory_levels" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "locations" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "product_variants" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "read_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_open" ON "webhook_deliveries" USING btree ("id") WHERE handled_at is null;