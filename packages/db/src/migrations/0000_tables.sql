CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"plan_id" text DEFAULT 'unlimited' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"kind" text NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"detail" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_at" timestamp with time zone DEFAULT now() NOT NULL,
	"raised_at" timestamp with time zone,
	"notified_at" timestamp with time zone,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"role" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"hash" text NOT NULL,
	"hint" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"parent_external_id" text collate "C",
	"name" text,
	"handle" text,
	"status" text,
	"position" integer,
	"description_html" text,
	"texts" jsonb,
	CONSTRAINT "categories_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"email" text,
	"first_name" text,
	"last_name" text,
	"phone" text,
	"status" text,
	"group_external_id" text collate "C",
	"accepts_marketing" boolean,
	"default_address" jsonb,
	"addresses" jsonb,
	CONSTRAINT "customers_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"account_id" text NOT NULL,
	"platform" text NOT NULL,
	"domain" text NOT NULL,
	"reason" text NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"removed" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "erasures_shopId_unique" UNIQUE("shop_id")
);
--> statement-breakpoint
CREATE TABLE "fulfillments" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"order_external_id" text collate "C" NOT NULL,
	"status" text,
	"carrier" text,
	"tracking_numbers" text[],
	"tracking_urls" text[],
	"lines" jsonb,
	CONSTRAINT "fulfillments_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "inbox_spill" (
	"id" text PRIMARY KEY NOT NULL,
	"payload" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"domain" text NOT NULL,
	"code" text,
	"account_id" text,
	"shop_id" text,
	"expires_at" timestamp with time zone NOT NULL,
	"claimed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inventory_levels" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"inventory_item_id" text collate "C",
	"location_external_id" text collate "C",
	"available" numeric,
	"quantities" jsonb,
	CONSTRAINT "inventory_levels_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "locations" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"name" text,
	"active" boolean,
	"address" jsonb,
	CONSTRAINT "locations_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "oauth_states" (
	"hash" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"domain" text NOT NULL,
	"account_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"order_external_id" text collate "C" NOT NULL,
	"product_external_id" text collate "C",
	"variant_external_id" text collate "C",
	"position" integer,
	"sku" text,
	"name" text,
	"quantity" numeric,
	"price" numeric,
	"price_net" numeric,
	"total" numeric,
	"tax_rate" numeric,
	"currency" text,
	CONSTRAINT "order_lines_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"number" text,
	"email" text,
	"phone" text,
	"customer_external_id" text collate "C",
	"status" text,
	"status_name" text,
	"financial_status" text,
	"fulfillment_status" text,
	"currency" text,
	"total" numeric,
	"subtotal" numeric,
	"tax_total" numeric,
	"shipping_total" numeric,
	"discount_total" numeric,
	"presentment_currency" text,
	"presentment_total" numeric,
	"shipping_method" text,
	"payment_method" text,
	"shipping_address" jsonb,
	"billing_address" jsonb,
	"totals" jsonb,
	"history" jsonb,
	"note" text,
	"placed_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone,
	CONSTRAINT "orders_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"id" text PRIMARY KEY NOT NULL,
	"max_shops" integer,
	"syncs_per_month" integer
);
--> statement-breakpoint
CREATE TABLE "product_variants" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"product_external_id" text collate "C" NOT NULL,
	"inventory_item_id" text collate "C",
	"sku" text,
	"barcode" text,
	"title" text,
	"position" integer,
	"price" numeric,
	"price_net" numeric,
	"compare_at_price" numeric,
	"cost" numeric,
	"currency" text,
	"prices" jsonb,
	"stock_quantity" numeric,
	"stocks" jsonb,
	"orderable" boolean,
	"weight" numeric,
	"options" jsonb,
	CONSTRAINT "product_variants_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"parent_external_id" text collate "C",
	"title" text,
	"handle" text,
	"status" text,
	"vendor" text,
	"product_type" text,
	"description_html" text,
	"short_description" text,
	"tags" text[],
	"category_external_ids" text[],
	"images" jsonb,
	"texts" jsonb,
	CONSTRAINT "products_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "pushes" (
	"id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"resource" text NOT NULL,
	"external_id" text NOT NULL,
	"intent" jsonb NOT NULL,
	"expected_before" jsonb,
	"idempotency_key" text NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"result" jsonb,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"shop_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"raw" jsonb NOT NULL,
	"source_updated_at" timestamp with time zone,
	"source_created_at" timestamp with time zone,
	"content_hash" text NOT NULL,
	"read_at" timestamp with time zone,
	"synced_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"order_external_id" text collate "C" NOT NULL,
	"amount" numeric,
	"currency" text,
	"note" text,
	"lines" jsonb,
	CONSTRAINT "refunds_shop_id_external_id_pk" PRIMARY KEY("shop_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "shop_credentials" (
	"shop_id" text PRIMARY KEY NOT NULL,
	"tokens" text,
	"own_app" text,
	"expires_at" timestamp with time zone,
	"refresh_expires_at" timestamp with time zone,
	"scopes" text[],
	"version" integer DEFAULT 0 NOT NULL,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"refusals" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shop_settings" (
	"shop_id" text PRIMARY KEY NOT NULL,
	"schedule_enabled" boolean DEFAULT true NOT NULL,
	"frequency" text DEFAULT '15m' NOT NULL,
	"resources" text[],
	"full_every_hours" integer DEFAULT 168 NOT NULL,
	"auto_push" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"next_sync_at" timestamp with time zone,
	"next_full_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "shops" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"platform" text NOT NULL,
	"domain" text NOT NULL,
	"name" text,
	"status" text DEFAULT 'connecting' NOT NULL,
	"status_reason" text,
	"missing_scopes" text[] DEFAULT '{}' NOT NULL,
	"currency" text,
	"locale" text,
	"timezone" text,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"facts_at" timestamp with time zone,
	"installed_at" timestamp with time zone,
	"uninstalled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_run_resources" (
	"run_id" text NOT NULL,
	"resource" text NOT NULL,
	"position" integer NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"checkpoint" jsonb,
	"pages" integer DEFAULT 0 NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"inserted" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"stale" integer DEFAULT 0 NOT NULL,
	"deleted" integer DEFAULT 0 NOT NULL,
	"noted" integer DEFAULT 0 NOT NULL,
	"announced" integer,
	"window_from" timestamp with time zone,
	"window_to" timestamp with time zone,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"error" text,
	CONSTRAINT "sync_run_resources_run_id_resource_pk" PRIMARY KEY("run_id","resource")
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"type" text NOT NULL,
	"trigger" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"epoch" integer DEFAULT 0 NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"throttled" integer DEFAULT 0 NOT NULL,
	"waited_ms" bigint DEFAULT 0 NOT NULL,
	"force" boolean DEFAULT false NOT NULL,
	"error" text,
	"error_kind" text,
	"heartbeat_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_seen" (
	"run_id" text NOT NULL,
	"resource" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	CONSTRAINT "sync_seen_run_id_resource_external_id_pk" PRIMARY KEY("run_id","resource","external_id")
);
--> statement-breakpoint
CREATE TABLE "watermarks" (
	"shop_id" text NOT NULL,
	"resource" text NOT NULL,
	"synced_to" timestamp with time zone NOT NULL,
	"full_at" timestamp with time zone,
	CONSTRAINT "watermarks_shop_id_resource_pk" PRIMARY KEY("shop_id","resource")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"platform" text NOT NULL,
	"delivery_id" text NOT NULL,
	"shop_id" text,
	"topic" text NOT NULL,
	"object" text,
	"content_type" text NOT NULL,
	"body" text,
	"status" text DEFAULT 'received' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"triggered_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"shop_id" text NOT NULL,
	"topic" text NOT NULL,
	"status" text DEFAULT 'wanted' NOT NULL,
	"external_id" text,
	"error" text,
	"checked_at" timestamp with time zone,
	"last_received_at" timestamp with time zone,
	"received_count" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installations" ADD CONSTRAINT "installations_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "installations" ADD CONSTRAINT "installations_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD CONSTRAINT "oauth_states_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pushes" ADD CONSTRAINT "pushes_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_credentials" ADD CONSTRAINT "shop_credentials_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shop_settings" ADD CONSTRAINT "shop_settings_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shops" ADD CONSTRAINT "shops_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_run_resources" ADD CONSTRAINT "sync_run_resources_run_id_sync_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."sync_runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD CONSTRAINT "sync_runs_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "watermarks" ADD CONSTRAINT "watermarks_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" ADD CONSTRAINT "webhook_subscriptions_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_one_open" ON "alerts" USING btree ("shop_id","kind") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "alerts_to_notify" ON "alerts" USING btree ("raised_at");--> statement-breakpoint
CREATE INDEX "customers_by_email" ON "customers" USING btree ("shop_id","email");--> statement-breakpoint
CREATE INDEX "erasures_by_account" ON "erasures" USING btree ("account_id","id");--> statement-breakpoint
CREATE INDEX "fulfillments_by_order" ON "fulfillments" USING btree ("shop_id","order_external_id");--> statement-breakpoint
CREATE INDEX "installations_by_domain" ON "installations" USING btree ("platform","domain");--> statement-breakpoint
CREATE INDEX "inventory_levels_by_item" ON "inventory_levels" USING btree ("shop_id","inventory_item_id");--> statement-breakpoint
CREATE INDEX "order_lines_by_order" ON "order_lines" USING btree ("shop_id","order_external_id");--> statement-breakpoint
CREATE INDEX "orders_by_number" ON "orders" USING btree ("shop_id","number");--> statement-breakpoint
CREATE INDEX "orders_by_email" ON "orders" USING btree ("shop_id","email");--> statement-breakpoint
CREATE INDEX "orders_by_placed" ON "orders" USING btree ("shop_id","placed_at");--> statement-breakpoint
CREATE INDEX "product_variants_by_product" ON "product_variants" USING btree ("shop_id","product_external_id");--> statement-breakpoint
CREATE INDEX "product_variants_by_sku" ON "product_variants" USING btree ("shop_id","sku");--> statement-breakpoint
CREATE INDEX "products_by_change" ON "products" USING btree ("shop_id","synced_at");--> statement-breakpoint
CREATE INDEX "products_by_parent" ON "products" USING btree ("shop_id","parent_external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pushes_once" ON "pushes" USING btree ("shop_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "pushes_by_object" ON "pushes" USING btree ("shop_id","resource","external_id");--> statement-breakpoint
CREATE INDEX "refunds_by_order" ON "refunds" USING btree ("shop_id","order_external_id");--> statement-breakpoint
CREATE INDEX "shop_settings_due" ON "shop_settings" USING btree ("next_sync_at");--> statement-breakpoint
CREATE UNIQUE INDEX "shops_one_connected" ON "shops" USING btree ("platform","domain") WHERE status <> 'uninstalled';--> statement-breakpoint
CREATE INDEX "shops_by_account" ON "shops" USING btree ("account_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "sync_runs_one_open" ON "sync_runs" USING btree ("shop_id") WHERE status in ('queued', 'running', 'paused');--> statement-breakpoint
CREATE INDEX "sync_runs_by_shop" ON "sync_runs" USING btree ("shop_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_once" ON "webhook_deliveries" USING btree ("platform","delivery_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_shop" ON "webhook_deliveries" USING btree ("shop_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_object" ON "webhook_deliveries" USING btree ("shop_id","object");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_age" ON "webhook_deliveries" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_open" ON "webhook_deliveries" USING btree ("id") WHERE handled_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_subscriptions_topic" ON "webhook_subscriptions" USING btree ("shop_id","topic");