CREATE TABLE "quarantine" (
	"id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"table_name" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"source_updated_at" timestamp with time zone,
	"reason" text NOT NULL,
	"sqlstate" text,
	"raw" text,
	"run_id" text,
	"delivery_id" text,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "customers_by_email";--> statement-breakpoint
DROP INDEX "orders_by_number";--> statement-breakpoint
DROP INDEX "orders_by_email";--> statement-breakpoint
DROP INDEX "product_variants_by_sku";--> statement-breakpoint
DROP INDEX "webhook_deliveries_by_object";--> statement-breakpoint
ALTER TABLE "sync_run_resources" ADD COLUMN "quarantined" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "quarantine" ADD CONSTRAINT "quarantine_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "quarantine_once" ON "quarantine" USING btree ("shop_id","table_name","external_id");--> statement-breakpoint
CREATE INDEX "quarantine_by_age" ON "quarantine" USING btree ("last_seen_at");--> statement-breakpoint
CREATE INDEX "privacy_requests_redacted" ON "privacy_requests" USING btree ("shop_id","finished_at") WHERE kind = 'redact_customer';--> statement-breakpoint
CREATE INDEX "customers_by_email" ON "customers" USING btree ("shop_id",left(email, 255));--> statement-breakpoint
CREATE INDEX "orders_by_number" ON "orders" USING btree ("shop_id",left(number, 255));--> statement-breakpoint
CREATE INDEX "orders_by_email" ON "orders" USING btree ("shop_id",left(email, 255));--> statement-breakpoint
CREATE INDEX "product_variants_by_sku" ON "product_variants" USING btree ("shop_id",left(sku, 255));--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_object" ON "webhook_deliveries" USING btree ("shop_id",left(object, 255));