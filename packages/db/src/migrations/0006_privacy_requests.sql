CREATE TABLE "privacy_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"delivery_id" text NOT NULL,
	"shop_id" text NOT NULL,
	"account_id" text NOT NULL,
	"platform" text NOT NULL,
	"domain" text NOT NULL,
	"kind" text NOT NULL,
	"request_id" text,
	"customer_external_id" text,
	"order_external_ids" text[] DEFAULT '{}' NOT NULL,
	"installed_before" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"outcome" text,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "privacy_requests_deliveryId_unique" UNIQUE("delivery_id")
);
--> statement-breakpoint
CREATE INDEX "privacy_requests_by_account" ON "privacy_requests" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "privacy_requests_open" ON "privacy_requests" USING btree ("due_at") WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX "shops_by_domain" ON "shops" USING btree ("platform","domain","id");