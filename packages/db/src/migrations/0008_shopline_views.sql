CREATE VIEW "shopline_products" AS
SELECT p.shop_id, p.external_id AS id, p.title, p.status, p.raw ->> 'retail_status' AS retail_status, p.vendor AS brand,
  p.product_type AS type, p.description_html AS description, p.short_description AS summary, p.texts, p.tags,
  p.category_external_ids AS category_ids, p.images,
  p.source_created_at AS created_at, p.source_updated_at AS updated_at, p.synced_at
FROM products p
JOIN shops s ON s.id = p.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE p.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopline_products" IS 'One row a SHOPLINE product; what can be bought stands in shopline_product_variants. Texts are in the shop''s language, texts has all of them.';
--> statement-breakpoint
CREATE VIEW "shopline_product_variants" AS
SELECT v.shop_id, v.external_id AS id, v.product_external_id AS product_id, v.external_id <> v.product_external_id AS is_variation,
  v.sku, v.barcode AS gtin, v.title, v.position, v.price AS effective_price, coalesce(v.compare_at_price, v.price) AS price,
  CASE WHEN v.compare_at_price IS NOT NULL THEN v.price END AS price_sale, v.cost, v.currency, v.prices AS other_prices,
  v.stock_quantity AS quantity,
  (SELECT jsonb_object_agg(i.location_external_id, i.available)
   FROM inventory_levels i
   WHERE i.shop_id = v.shop_id AND i.inventory_item_id = v.inventory_item_id AND i.deleted_at IS NULL) AS quantity_by_warehouse,
  v.orderable AS sells_without_stock, v.weight, v.options,
  v.source_created_at AS created_at, v.source_updated_at AS updated_at, v.synced_at
FROM product_variants v
JOIN shops s ON s.id = v.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE v.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopline_product_variants" IS 'One row a SHOPLINE variation, or a product without variations, under its id. effective_price is what is paid: price_sale where there is one. quantity is NULL where it is unlimited; quantity_by_warehouse by warehouse id.';
--> statement-breakpoint
CREATE VIEW "shopline_orders" AS
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
  o.source_updated_at AS updated_at, o.synced_at
FROM orders o
JOIN shops s ON s.id = o.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE o.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopline_orders" IS 'One row a SHOPLINE order, its items as JSON. payment_status and delivery_status stand apart from status; updated_at is the latest change of the order, its payment or its delivery.';
--> statement-breakpoint
CREATE VIEW "shopline_fulfillments" AS
SELECT f.shop_id, f.external_id AS id, f.order_external_id AS order_id, f.status, f.raw ->> 'delivery_status' AS logistics_status,
  f.carrier AS delivery_provider, f.tracking_numbers, f.tracking_urls, f.lines AS items,
  (jsonb_path_query_first(o.history, '$[*] ? (@.status == "shipped").at') #>> '{}')::timestamptz AS shipped_at,
  (jsonb_path_query_first(o.history, '$[*] ? (@.status == "arrived").at') #>> '{}')::timestamptz AS arrived_at,
  (jsonb_path_query_first(o.history, '$[*] ? (@.status == "collected").at') #>> '{}')::timestamptz AS collected_at,
  (jsonb_path_query_first(o.history, '$[*] ? (@.status == "returned").at') #>> '{}')::timestamptz AS returned_at,
  f.source_created_at AS created_at, f.source_updated_at AS updated_at, f.synced_at
FROM fulfillments f
JOIN shops s ON s.id = f.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
LEFT JOIN orders o ON o.shop_id = f.shop_id AND o.external_id = f.order_external_id AND o.deleted_at IS NULL
WHERE f.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopline_fulfillments" IS 'One row a SHOPLINE order''s delivery: what became of it, by whom it goes and how to follow it.';
--> statement-breakpoint
CREATE VIEW "shopline_customers" AS
SELECT c.shop_id, c.external_id AS id, nullif(concat_ws(' ', c.first_name, c.last_name), '') AS name, c.email, c.phone, c.status,
  c.group_external_id AS membership_tier_id, c.accepts_marketing, c.raw ->> 'locale_code' AS locale_code,
  c.raw ->> 'memo' AS memo, c.raw -> 'tags' AS tags, c.default_address, c.addresses AS delivery_addresses,
  c.source_created_at AS created_at, c.source_updated_at AS updated_at, c.synced_at
FROM customers c
JOIN shops s ON s.id = c.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE c.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopline_customers" IS 'One row a SHOPLINE customer: member, guest or blacklisted. The name is one text, as the customer wrote it. Who was forgotten on request has none.';
--> statement-breakpoint
CREATE VIEW "shopline_categories" AS
SELECT c.shop_id, c.external_id AS id, c.parent_external_id AS parent_id, c.name, c.raw ->> 'key' AS key, c.status,
  c.position AS priority, c.texts, c.source_created_at AS created_at, c.source_updated_at AS updated_at, c.synced_at
FROM categories c
JOIN shops s ON s.id = c.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE c.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopline_categories" IS 'One row a SHOPLINE category: parent_id is NULL at the top.';
--> statement-breakpoint
CREATE VIEW "shopline_warehouses" AS
SELECT l.shop_id, l.external_id AS id, l.name, l.raw ->> 'status' AS status, l.active AS is_active,
  l.source_created_at AS created_at, l.source_updated_at AS updated_at, l.synced_at
FROM locations l
JOIN shops s ON s.id = l.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
WHERE l.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopline_warehouses" IS 'One row a SHOPLINE warehouse. Only active ones are sold from.';
--> statement-breakpoint
CREATE VIEW "shopline_stocks" AS
SELECT i.shop_id, i.inventory_item_id AS variant_id, v.product_external_id AS product_id, v.sku,
  i.location_external_id AS warehouse_id, l.name AS warehouse_name, i.available AS quantity, i.read_at, i.synced_at
FROM inventory_levels i
JOIN shops s ON s.id = i.shop_id AND s.platform = 'shopline' AND s.status <> 'uninstalled'
JOIN product_variants v ON v.shop_id = i.shop_id AND v.external_id = i.inventory_item_id AND v.deleted_at IS NULL
LEFT JOIN locations l ON l.shop_id = i.shop_id AND l.external_id = i.location_external_id AND l.deleted_at IS NULL
WHERE i.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopline_stocks" IS 'One row a SHOPLINE variation (or product without variations) and warehouse; quantity is NULL where it is unlimited.';
