ALTER TABLE "pushes" ADD COLUMN "mirror_object" text collate "C" GENERATED ALWAYS AS (case
      when kind like 'inventory.%' or kind like 'variant.%' then 'product_variants/' || (target ->> 'variantId')
      else entity || '/' || coalesce(target ->> 'id', result ->> 'id') end) STORED;--> statement-breakpoint
CREATE INDEX "pushes_open_by_mirror_object" ON "pushes" USING btree ("shop_id","mirror_object") WHERE status in ('pending', 'held', 'processing', 'conflict');--> statement-breakpoint
CREATE INDEX "pushes_ended_by_mirror_object" ON "pushes" USING btree ("shop_id","mirror_object","finished_at") WHERE status in ('completed', 'failed');--> statement-breakpoint
CREATE INDEX "pushes_failed" ON "pushes" USING btree ("shop_id","id") WHERE status = 'failed';
--> statement-breakpoint
CREATE VIEW "sync_queue" AS
SELECT p.id, p.shop_id, s.platform, s.domain AS shop, 'to_shop'::text AS direction, p.entity AS entity_type,
  substr(p.mirror_object, strpos(p.mirror_object, '/') + 1) AS entity_id, split_part(p.kind, '.', 2) AS action,
  p.status, p.hold_reason, greatest(p.attempts - 1, 0) AS retry_count, p.error_code, p.error AS error_message,
  p.key AS reference, p.created_at, CASE WHEN p.finished_at IS NULL THEN p.due_at END AS next_attempt_at,
  p.finished_at AS processed_at
FROM pushes p
JOIN shops s ON s.id = p.shop_id AND s.status <> 'uninstalled'
UNION ALL
SELECT d.id, d.shop_id, s.platform, s.domain, 'from_shop',
  CASE split_part(d.object, '/', 1) WHEN 'inventory_levels' THEN 'inventory' ELSE split_part(d.object, '/', 1) END,
  substr(d.object, strpos(d.object, '/') + 1), d.topic,
  'pending', NULL, greatest(d.attempts - 1, 0), NULL, d.error, d.delivery_id, d.received_at, NULL, NULL
FROM webhook_deliveries d
JOIN shops s ON s.id = d.shop_id AND s.status <> 'uninstalled'
WHERE d.handled_at IS NULL
UNION ALL
SELECT d.id, d.shop_id, s.platform, s.domain, 'from_shop',
  CASE split_part(d.object, '/', 1) WHEN 'inventory_levels' THEN 'inventory' ELSE split_part(d.object, '/', 1) END,
  substr(d.object, strpos(d.object, '/') + 1), d.topic,
  'failed', NULL, greatest(d.attempts - 1, 0), NULL, d.error, d.delivery_id, d.received_at, NULL, d.handled_at
FROM webhook_deliveries d
JOIN shops s ON s.id = d.shop_id AND s.status <> 'uninstalled'
WHERE d.handled_at IS NOT NULL AND d.status = 'failed' AND d.error IS NOT NULL
UNION ALL
SELECT d.id, d.shop_id, s.platform, s.domain, 'from_shop',
  CASE split_part(d.object, '/', 1) WHEN 'inventory_levels' THEN 'inventory' ELSE split_part(d.object, '/', 1) END,
  substr(d.object, strpos(d.object, '/') + 1), d.topic,
  'completed', NULL, greatest(d.attempts - 1, 0), NULL, NULL, d.delivery_id, d.received_at, NULL, d.handled_at
FROM webhook_deliveries d
JOIN shops s ON s.id = d.shop_id AND s.status <> 'uninstalled'
WHERE d.handled_at IS NOT NULL AND d.status = 'applied'
UNION ALL
SELECT d.id, d.shop_id, s.platform, s.domain, 'from_shop',
  CASE split_part(d.object, '/', 1) WHEN 'inventory_levels' THEN 'inventory' ELSE split_part(d.object, '/', 1) END,
  substr(d.object, strpos(d.object, '/') + 1), d.topic,
  'skipped', NULL, greatest(d.attempts - 1, 0), NULL, d.error, d.delivery_id, d.received_at, NULL, d.handled_at
FROM webhook_deliveries d
JOIN shops s ON s.id = d.shop_id AND s.status <> 'uninstalled'
WHERE d.handled_at IS NOT NULL AND d.status = 'ignored';
--> statement-breakpoint
COMMENT ON VIEW "sync_queue" IS 'One row per push (direction to_shop) and per webhook delivery (from_shop), of every status. Filter by shop_id or status.';
--> statement-breakpoint
CREATE VIEW "sync_logs" AS
SELECT p.id, p.shop_id, s.platform, s.domain AS shop, 'push'::text AS type, 'to_shop'::text AS direction,
  p.entity AS entity_type, substr(p.mirror_object, strpos(p.mirror_object, '/') + 1) AS entity_id,
  split_part(p.kind, '.', 2) AS action, p.status, p.error AS error_message, NULL::bigint AS records_changed,
  round(extract(epoch FROM p.finished_at - p.created_at) * 1000)::bigint AS duration_ms, p.created_at, p.finished_at
FROM pushes p
JOIN shops s ON s.id = p.shop_id AND s.status <> 'uninstalled'
WHERE p.finished_at IS NOT NULL
UNION ALL
SELECT d.id, d.shop_id, s.platform, s.domain, 'webhook', 'from_shop',
  CASE split_part(d.object, '/', 1) WHEN 'inventory_levels' THEN 'inventory' ELSE split_part(d.object, '/', 1) END,
  substr(d.object, strpos(d.object, '/') + 1), d.topic,
  CASE d.status WHEN 'applied' THEN 'completed' WHEN 'ignored' THEN 'skipped' ELSE d.status END, d.error, NULL,
  round(extract(epoch FROM d.handled_at - d.received_at) * 1000)::bigint, d.received_at, d.handled_at
FROM webhook_deliveries d
JOIN shops s ON s.id = d.shop_id AND s.status <> 'uninstalled'
WHERE d.handled_at IS NOT NULL
UNION ALL
SELECT r.id, r.shop_id, s.platform, s.domain, 'sync', 'from_shop',
  (SELECT string_agg(t.resource, ', ' ORDER BY t.position) FROM sync_run_resources t WHERE t.run_id = r.id), NULL, r.type,
  CASE r.status WHEN 'succeeded' THEN 'completed' ELSE r.status END, r.error,
  (SELECT sum(t.inserted + t.updated + t.deleted) FROM sync_run_resources t WHERE t.run_id = r.id),
  round(extract(epoch FROM r.finished_at - r.created_at) * 1000)::bigint, r.created_at, r.finished_at
FROM sync_runs r
JOIN shops s ON s.id = r.shop_id AND s.status <> 'uninstalled'
WHERE r.finished_at IS NOT NULL;
--> statement-breakpoint
COMMENT ON VIEW "sync_logs" IS 'One row per push, webhook delivery and sync that has ended. duration_ms includes the time in the queue.';
--> statement-breakpoint
CREATE VIEW "store_sync_config" AS
SELECT s.id AS shop_id, s.platform, s.domain AS shop, e.entity AS entity_type, 'to_shop'::text AS direction,
  coalesce((c.push_settings -> e.entity ->> 'enabled')::boolean, e.entity = 'orders') AS enabled,
  coalesce((c.push_settings -> e.entity ->> 'intervalMinutes')::integer, 0) AS interval_minutes,
  coalesce(c.push_settings -> e.entity ->> 'onConflict', 'hold') AS conflict_policy
FROM shops s
LEFT JOIN shop_settings c ON c.shop_id = s.id
CROSS JOIN (VALUES ('orders'), ('inventory'), ('products'), ('customers')) AS e (entity)
WHERE s.status <> 'uninstalled'
UNION ALL
SELECT s.id, s.platform, s.domain, e.entity, 'from_shop',
  c.resources IS NULL OR (CASE WHEN s.platform = 'shoprenter' AND e.entity = 'inventory' THEN 'products' ELSE e.entity END) = ANY (c.resources),
  CASE WHEN c.schedule_enabled IS FALSE THEN NULL ELSE
    CASE c.frequency WHEN '30m' THEN 30 WHEN '1h' THEN 60 WHEN '6h' THEN 360 WHEN '1d' THEN 1440 ELSE 15 END END,
  'shop_wins'
FROM shops s
LEFT JOIN shop_settings c ON c.shop_id = s.id
CROSS JOIN (VALUES ('orders'), ('inventory'), ('products'), ('customers')) AS e (entity)
WHERE s.status <> 'uninstalled';
--> statement-breakpoint
COMMENT ON VIEW "store_sync_config" IS 'One row per shop, entity and direction, defaults filled in. interval_minutes of from_shop: of incremental syncs, NULL when none are scheduled; webhooks are applied at once.';
--> statement-breakpoint
CREATE VIEW "shopify_webhook_registry" AS
SELECT w.id, w.shop_id, s.domain AS shop, w.topic, '/webhooks/shopify'::text AS address, w.external_id AS webhook_id,
  w.status = 'active' AS active, w.problem, w.error AS error_message, w.checked_at, w.last_received_at, w.received_count,
  w.created_at
FROM webhook_subscriptions w
JOIN shops s ON s.id = w.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled';
--> statement-breakpoint
COMMENT ON VIEW "shopify_webhook_registry" IS 'One row per Shopify shop and topic. address is below PUBLIC_URL.';
--> statement-breakpoint
CREATE VIEW "shoprenter_webhooks" AS
SELECT w.id, w.shop_id, s.domain AS shop, w.topic, '/webhooks/shoprenter/***/' || w.topic AS address,
  w.external_id AS webhook_id, w.status = 'active' AS active, w.problem, w.error AS error_message, w.checked_at,
  w.last_received_at, w.received_count, w.created_at
FROM webhook_subscriptions w
JOIN shops s ON s.id = w.shop_id AND s.platform = 'shoprenter' AND s.status <> 'uninstalled';
--> statement-breakpoint
COMMENT ON VIEW "shoprenter_webhooks" IS 'One row per ShopRenter shop and topic. address is below PUBLIC_URL; *** stands for the secret that proves the shop.';
--> statement-breakpoint
CREATE OR REPLACE VIEW "shoprenter_products" AS
SELECT p.shop_id, p.external_id AS id, p.raw ->> 'innerId' AS inner_id, v.sku, p.title AS name,
  p.parent_external_id AS parent_id, p.status, p.vendor AS manufacturer,
  p.short_description, p.description_html AS description, p.handle AS url_alias,
  v.price_net, v.price AS price_gross, v.compare_at_price AS original_price_gross, v.currency, v.prices,
  (v.stocks ->> '1')::numeric AS stock1, (v.stocks ->> '2')::numeric AS stock2,
  (v.stocks ->> '3')::numeric AS stock3, (v.stocks ->> '4')::numeric AS stock4,
  v.stock_quantity, v.orderable, v.barcode AS gtin, v.weight, v.options AS attributes,
  p.category_external_ids AS category_ids, p.tags, p.images, p.texts,
  p.source_created_at AS created_at, p.source_updated_at AS updated_at, p.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = p.shop_id AND q.mirror_object IN ('products/' || p.external_id, 'product_variants/' || p.external_id)
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT e.status FROM unnest(ARRAY['products/' || p.external_id, 'product_variants/' || p.external_id]) AS r (object), LATERAL
      (SELECT q.status, q.finished_at FROM pushes q WHERE q.shop_id = p.shop_id AND q.mirror_object = r.object
        AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1) e ORDER BY e.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(p.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = p.shop_id AND q.mirror_object = 'products/' || p.external_id AND q.status = 'completed'), 
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = p.shop_id AND q.mirror_object = 'product_variants/' || p.external_id AND q.status = 'completed')) AS last_sync_at
FROM products p
JOIN shops s ON s.id = p.shop_id AND s.platform = 'shoprenter' AND s.status <> 'uninstalled'
LEFT JOIN product_variants v ON v.shop_id = p.shop_id AND v.external_id = p.external_id AND v.deleted_at IS NULL
WHERE p.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shoprenter_orders" AS
SELECT o.shop_id, o.external_id AS id, o.raw ->> 'innerId' AS inner_id, o.number, o.email, o.phone,
  o.customer_external_id AS customer_id, o.status AS status_id, o.status_name, o.currency, o.total,
  o.subtotal, o.tax_total, o.shipping_total, o.discount_total, o.presentment_currency, o.presentment_total,
  o.shipping_method, o.payment_method, o.shipping_address, o.billing_address, o.note AS comment, o.totals, o.history,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name, 'quantity', l.quantity, 'price', l.price, 'total', l.total) ORDER BY l.position), '[]')
   FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_external_id = o.external_id AND l.deleted_at IS NULL) AS lines,
  o.placed_at, o.source_updated_at AS updated_at, o.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(o.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id AND q.status = 'completed')) AS last_sync_at
FROM orders o
JOIN shops s ON s.id = o.shop_id AND s.platform = 'shoprenter' AND s.status <> 'uninstalled'
WHERE o.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shoprenter_customers" AS
SELECT c.shop_id, c.external_id AS id, c.raw ->> 'innerId' AS inner_id, c.email, c.first_name, c.last_name, c.phone,
  c.status, c.group_external_id AS customer_group_id, c.accepts_marketing AS newsletter, c.default_address, c.addresses,
  c.source_created_at AS created_at, c.source_updated_at AS updated_at, c.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(c.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id AND q.status = 'completed')) AS last_sync_at
FROM customers c
JOIN shops s ON s.id = c.shop_id AND s.platform = 'shoprenter' AND s.status <> 'uninstalled'
WHERE c.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopify_products" AS
SELECT p.shop_id, p.external_id AS id, p.title, p.handle, p.status, p.vendor, p.product_type,
  p.description_html, p.tags, p.category_external_ids AS collection_ids, p.images,
  p.source_created_at AS created_at, p.source_updated_at AS updated_at, p.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = p.shop_id AND q.mirror_object = 'products/' || p.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = p.shop_id AND q.mirror_object = 'products/' || p.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(p.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = p.shop_id AND q.mirror_object = 'products/' || p.external_id AND q.status = 'completed')) AS last_sync_at
FROM products p
JOIN shops s ON s.id = p.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE p.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopify_product_variants" AS
SELECT v.shop_id, v.external_id AS id, v.product_external_id AS product_id, v.inventory_item_id, v.sku, v.barcode,
  v.title, v.position, v.price, v.compare_at_price, v.cost, v.currency, v.stock_quantity AS inventory_quantity,
  (SELECT jsonb_object_agg(i.location_external_id, i.available)
   FROM inventory_levels i
   WHERE i.shop_id = v.shop_id AND i.inventory_item_id = v.inventory_item_id AND i.deleted_at IS NULL) AS available_by_location,
  v.orderable AS sells_without_stock, v.weight, v.options AS selected_options,
  v.source_created_at AS created_at, v.source_updated_at AS updated_at, v.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = v.shop_id AND q.mirror_object = 'product_variants/' || v.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = v.shop_id AND q.mirror_object = 'product_variants/' || v.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(v.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = v.shop_id AND q.mirror_object = 'product_variants/' || v.external_id AND q.status = 'completed')) AS last_sync_at
FROM product_variants v
JOIN shops s ON s.id = v.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE v.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopify_orders" AS
SELECT o.shop_id, o.external_id AS id, o.number AS name, o.email, o.phone, o.customer_external_id AS customer_id,
  o.financial_status, o.fulfillment_status, o.currency, o.total AS total_price, o.subtotal AS subtotal_price,
  o.tax_total AS total_tax, o.shipping_total AS total_shipping, o.discount_total AS total_discounts,
  o.presentment_currency, o.presentment_total AS presentment_total_price,
  o.shipping_address, o.billing_address, o.note,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.external_id, 'product_id', l.product_external_id, 'variant_id', l.variant_external_id, 'sku', l.sku, 'name', l.name, 'quantity', l.quantity, 'price', l.price, 'total', l.total) ORDER BY l.position), '[]')
   FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_external_id = o.external_id AND l.deleted_at IS NULL) AS line_items,
  (SELECT coalesce(sum(r.amount), 0)
   FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_external_id = o.external_id AND r.deleted_at IS NULL) AS total_refunded,
  o.source_created_at AS created_at, o.placed_at AS processed_at, o.cancelled_at, o.source_updated_at AS updated_at, o.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(o.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id AND q.status = 'completed')) AS last_sync_at
FROM orders o
JOIN shops s ON s.id = o.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE o.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopify_customers" AS
SELECT c.shop_id, c.external_id AS id, c.email, c.first_name, c.last_name, c.phone, c.status AS state,
  c.accepts_marketing, c.default_address, c.addresses,
  c.source_created_at AS created_at, c.source_updated_at AS updated_at, c.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(c.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id AND q.status = 'completed')) AS last_sync_at
FROM customers c
JOIN shops s ON s.id = c.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE c.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopline_products" AS
SELECT p.shop_id, p.external_id AS id, p.title, p.status, p.raw ->> 'retail_status' AS retail_status, p.vendor AS brand,
  p.product_type AS type, p.description_html AS description, p.short_description AS summary, p.texts, p.tags,
  p.category_external_ids AS category_ids, p.images,
  p.source_created_at AS created_at, p.source_updated_at AS updated_at, p.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = p.shop_id AND q.mirror_object = 'products/' || p.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = p.shop_id AND q.mirror_object = 'products/' || p.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(p.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = p.shop_id AND q.mirror_object = 'products/' || p.external_id AND q.status = 'completed')) AS last_sync_at
FROM products p
JOIN shops s ON s.id = p.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE p.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopline_product_variants" AS
SELECT v.shop_id, v.external_id AS id, v.product_external_id AS product_id, v.external_id <> v.product_external_id AS is_variation,
  v.sku, v.barcode AS gtin, v.title, v.position, v.price AS effective_price, coalesce(v.compare_at_price, v.price) AS price,
  CASE WHEN v.compare_at_price IS NOT NULL THEN v.price END AS price_sale, v.cost, v.currency, v.prices AS other_prices,
  v.stock_quantity AS quantity,
  (SELECT jsonb_object_agg(i.location_external_id, i.available)
   FROM inventory_levels i
   WHERE i.shop_id = v.shop_id AND i.inventory_item_id = v.inventory_item_id AND i.deleted_at IS NULL) AS quantity_by_warehouse,
  v.orderable AS sells_without_stock, v.weight, v.options,
  v.source_created_at AS created_at, v.source_updated_at AS updated_at, v.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = v.shop_id AND q.mirror_object = 'product_variants/' || v.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = v.shop_id AND q.mirror_object = 'product_variants/' || v.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(v.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = v.shop_id AND q.mirror_object = 'product_variants/' || v.external_id AND q.status = 'completed')) AS last_sync_at
FROM product_variants v
JOIN shops s ON s.id = v.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE v.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopline_orders" AS
SELECT o.shop_id, o.external_id AS id, o.number AS order_number, o.status, o.financial_status AS payment_status,
  o.fulfillment_status AS delivery_status, o.customer_external_id AS customer_id, o.raw ->> 'customer_name' AS customer_name,
  o.email AS customer_email, o.phone AS customer_phone, o.currency, o.total, o.subtotal, o.tax_total AS total_tax_fee,
  o.shipping_total AS delivery_fee, o.discount_total AS order_discount, o.totals, o.payment_method,
  o.shipping_method AS delivery_method, o.shipping_address AS delivery_address, o.note AS order_remarks,
  o.raw -> 'tags' AS tags, o.raw ->> 'created_by' AS created_by,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.external_id, 'product_id', l.product_external_id, 'variant_id', l.variant_external_id, 'sku', l.sku, 'name', l.name, 'quantity', l.quantity, 'price', l.price, 'total', l.total) ORDER BY l.position), '[]')
   FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_external_id = o.external_id AND l.deleted_at IS NULL) AS items,
  o.placed_at AS created_at,
  (jsonb_path_query_first(o.history, '$[*] ? (@.status == "paid").at') #>> '{}')::timestamptz AS paid_at,
  (jsonb_path_query_first(o.history, '$[*] ? (@.status == "confirmed").at') #>> '{}')::timestamptz AS confirmed_at,
  (jsonb_path_query_first(o.history, '$[*] ? (@.status == "completed").at') #>> '{}')::timestamptz AS completed_at,
  o.cancelled_at,
  o.source_updated_at AS updated_at, o.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(o.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = o.shop_id AND q.mirror_object = 'orders/' || o.external_id AND q.status = 'completed')) AS last_sync_at
FROM orders o
JOIN shops s ON s.id = o.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE o.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopline_customers" AS
SELECT c.shop_id, c.external_id AS id, nullif(concat_ws(' ', c.first_name, c.last_name), '') AS name, c.email, c.phone, c.status,
  c.group_external_id AS membership_tier_id, c.accepts_marketing, c.raw ->> 'locale_code' AS locale_code,
  c.raw ->> 'memo' AS memo, c.raw -> 'tags' AS tags, c.default_address, c.addresses AS delivery_addresses,
  c.source_created_at AS created_at, c.source_updated_at AS updated_at, c.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(c.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = c.shop_id AND q.mirror_object = 'customers/' || c.external_id AND q.status = 'completed')) AS last_sync_at
FROM customers c
JOIN shops s ON s.id = c.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE c.deleted_at IS NULL;
--> statement-breakpoint
CREATE OR REPLACE VIEW "shopline_stocks" AS
SELECT i.shop_id, i.inventory_item_id AS variant_id, v.product_external_id AS product_id, v.sku,
  i.location_external_id AS warehouse_id, l.name AS warehouse_name, i.available AS quantity, i.read_at, i.synced_at,
  coalesce(
    (SELECT CASE WHEN bool_or(q.status = 'conflict') THEN 'conflict' WHEN count(*) > 0 THEN 'pending' END FROM pushes q
     WHERE q.shop_id = i.shop_id AND q.mirror_object = 'product_variants/' || i.inventory_item_id
       AND q.status IN ('pending', 'held', 'processing', 'conflict')),
    nullif((SELECT q.status FROM pushes q WHERE q.shop_id = i.shop_id AND q.mirror_object = 'product_variants/' || i.inventory_item_id
      AND q.status IN ('completed', 'failed') ORDER BY q.finished_at DESC LIMIT 1), 'completed'),
    'synced') AS sync_status,
  greatest(i.synced_at,
    (SELECT max(q.finished_at) FROM pushes q WHERE q.shop_id = i.shop_id AND q.mirror_object = 'product_variants/' || i.inventory_item_id AND q.status = 'completed')) AS last_sync_at
FROM inventory_levels i
JOIN shops s ON s.id = i.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
JOIN product_variants v ON v.shop_id = i.shop_id AND v.external_id = i.inventory_item_id AND v.deleted_at IS NULL
LEFT JOIN locations l ON l.shop_id = i.shop_id AND l.external_id = i.location_external_id AND l.deleted_at IS NULL
WHERE i.deleted_at IS NULL;
