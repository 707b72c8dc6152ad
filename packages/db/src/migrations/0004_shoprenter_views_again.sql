CREATE VIEW "shoprenter_products" AS
SELECT p.shop_id, p.external_id AS id, p.raw ->> 'innerId' AS inner_id, v.sku, p.title AS name,
  p.parent_external_id AS parent_id, p.status, p.vendor AS manufacturer,
  p.short_description, p.description_html AS description, p.handle AS url_alias,
  v.price_net, v.price AS price_gross, v.compare_at_price AS original_price_gross, v.currency, v.prices,
  (v.stocks ->> '1')::numeric AS stock1, (v.stocks ->> '2')::numeric AS stock2,
  (v.stocks ->> '3')::numeric AS stock3, (v.stocks ->> '4')::numeric AS stock4,
  v.stock_quantity, v.orderable, v.barcode AS gtin, v.weight, v.options AS attributes,
  p.category_external_ids AS category_ids, p.tags, p.images, p.texts,
  p.source_created_at AS created_at, p.source_updated_at AS updated_at, p.synced_at
FROM products p
JOIN shops s ON s.id = p.shop_id AND s.platform = 'shoprenter' AND s.status <> 'uninstalled'
LEFT JOIN product_variants v ON v.shop_id = p.shop_id AND v.external_id = p.external_id AND v.deleted_at IS NULL
WHERE p.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shoprenter_products" IS 'One row a ShopRenter product, variants included: parent_id is NULL for the head of a family. Prices of the default customer group.';
--> statement-breakpoint
CREATE VIEW "shoprenter_orders" AS
SELECT o.shop_id, o.external_id AS id, o.raw ->> 'innerId' AS inner_id, o.number, o.email, o.phone,
  o.customer_external_id AS customer_id, o.status AS status_id, o.status_name, o.currency, o.total,
  o.subtotal, o.tax_total, o.shipping_total, o.discount_total, o.presentment_currency, o.presentment_total,
  o.shipping_method, o.payment_method, o.shipping_address, o.billing_address, o.note AS comment, o.totals, o.history,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name, 'quantity', l.quantity, 'price', l.price, 'total', l.total) ORDER BY l.position), '[]')
   FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_external_id = o.external_id AND l.deleted_at IS NULL) AS lines,
  o.placed_at, o.source_updated_at AS updated_at, o.synced_at
FROM orders o
JOIN shops s ON s.id = o.shop_id AND s.platform = 'shoprenter' AND s.status <> 'uninstalled'
WHERE o.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shoprenter_orders" IS 'One row a ShopRenter order, its lines as JSON. Amounts are gross and in the shop''s currency; presentment_* is what the customer saw.';
--> statement-breakpoint
CREATE VIEW "shoprenter_customers" AS
SELECT c.shop_id, c.external_id AS id, c.raw ->> 'innerId' AS inner_id, c.email, c.first_name, c.last_name, c.phone,
  c.status, c.group_external_id AS customer_group_id, c.accepts_marketing AS newsletter, c.default_address, c.addresses,
  c.source_created_at AS created_at, c.source_updated_at AS updated_at, c.synced_at
FROM customers c
JOIN shops s ON s.id = c.shop_id AND s.platform = 'shoprenter' AND s.status <> 'uninstalled'
WHERE c.deleted_at IS NULL;
--> statement-breakpoint
COMMENT ON VIEW "shoprenter_customers" IS 'One row a ShopRenter customer. Guests have none: find their orders by e-mail.';
