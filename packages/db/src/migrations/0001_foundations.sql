-- Notes of a run in flight: cheap to write, empty after a crash, which the count in sync_run_resources tells.
ALTER TABLE "sync_seen" SET UNLOGGED;
--> statement-breakpoint
INSERT INTO "plans" ("id") VALUES ('unlimited') ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- Most of a mirror is raw JSON: lz4 costs a fraction of pglz on every write. Builds without it keep the default.
DO $$
DECLARE mirror text;
BEGIN
  FOREACH mirror IN ARRAY ARRAY['products', 'product_variants', 'categories', 'locations', 'inventory_levels', 'customers', 'orders', 'order_lines', 'fulfillments', 'refunds'] LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN raw SET COMPRESSION lz4', mirror);
  END LOOP;
EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN
  RAISE NOTICE 'lz4 is not available: raw JSON is compressed with the default method.';
END $$;
