CREATE VIEW "shopify_products" AS
SELECT p.shop_id, p.external_id AS id, p.title, p.handle, p.status, p.vendor, p.product_type,
  p.description_html, p.tags, p.category_external_ids AS collection_ids, p.images,
  p.source_created_at AS created_at, p.source_updated_at AS updated_at, p.synced_at
FROM products p
JOIN shops s ON s.id = p.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE p.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopify_products" IS 'One row a Shopify product; what can be bought stands in shopify_product_variants. Ids are the numbers of the gids, as text.';
--> statement-breakpoint
CREATE VIEW "shopify_product_variants" AS
SELECT v.shop_id, v.external_id AS id, v.product_external_id AS product_id, v.inventory_item_id, v.sku, v.barcode,
  v.title, v.position, v.price, v.compare_at_price, v.cost, v.currency, v.stock_quantity AS inventory_quantity,
  (SELECT jsonb_object_agg(i.location_external_id, i.available)
   FROM inventory_levels i
   WHERE i.shop_id = v.shop_id AND i.inventory_item_id = v.inventory_item_id AND i.deleted_at IS NULL) AS available_by_location,
  v.orderable AS sells_without_stock, v.weight, v.options AS selected_options,
  v.source_created_at AS created_at, v.source_updated_at AS updated_at, v.synced_at
FROM product_variants v
JOIN shops s ON s.id = v.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE v.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopify_product_variants" IS 'One row a Shopify variant. Prices in the shop''s currency; available_by_location is what can be sold from each location, by its id.';
--> statement-breakpoint
CREATE VIEW "shopify_orders" AS
SELECT o.shop_id, o.external_id AS id, o.number AS name, o.email, o.phone, o.customer_external_id AS customer_id,
  o.financial_status, o.fulfillment_status, o.currency, o.total AS total_price, o.subtotal AS subtotal_price,
  o.tax_total AS total_tax, o.shipping_total AS total_shipping, o.discount_total AS total_discounts,
  o.presentment_currency, o.presentment_total AS presentment_total_price,
  o.shipping_address, o.billing_address, o.note,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.external_id, 'product_id', l.product_external_id, 'variant_id', l.variant_external_id, 'sku', l.sku, 'name', l.name, 'quantity', l.quantity, 'price', l.price, 'total', l.total) ORDER BY l.position), '[]')
   FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_external_id = o.external_id AND l.deleted_at IS NULL) AS line_items,
  (SELECT coalesce(sum(r.amount), 0)
   FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_external_id = o.external_id AND r.deleted_at IS NULL) AS total_refunded,
  o.source_created_at AS created_at, o.placed_at AS processed_at, o.cancelled_at, o.source_updated_at AS updated_at, o.synced_at
FROM orders o
JOIN shops s ON s.id = o.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE o.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopify_orders" IS 'One row a Shopify order, its lines as JSON. Amounts are in the shop''s currency; presentment_* is what the customer saw, where that differs.';
--> statement-breakpoint
CREATE VIEW "shopify_fulfillments" AS
SELECT f.shop_id, f.external_id AS id, f.order_external_id AS order_id, f.status, f.carrier AS tracking_company,
  f.tracking_numbers, f.tracking_urls, f.lines AS line_items,
  f.source_created_at AS created_at, f.source_updated_at AS updated_at, f.synced_at
FROM fulfillments f
JOIN shops s ON s.id = f.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE f.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopify_fulfillments" IS 'One row a Shopify fulfilment: what of an order was sent, by whom, and how to follow it.';
--> statement-breakpoint
CREATE VIEW "shopify_customers" AS
SELECT c.shop_id, c.external_id AS id, c.email, c.first_name, c.last_name, c.phone, c.status AS state,
  c.accepts_marketing, c.default_address, c.addresses,
  c.source_created_at AS created_at, c.source_updated_at AS updated_at, c.synced_at
FROM customers c
JOIN shops s ON s.id = c.shop_id AND s.platform = 'shopify' AND s.status <> 'uninstalled'
WHERE c.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shopify_customers" IS 'One row a Shopify customer. Who was forgotten on request has none.';
