CREATE TABLE "object_links" (
	"shop_id" text NOT NULL,
	"entity" text NOT NULL,
	"own_id" text NOT NULL,
	"external_id" text collate "C" NOT NULL,
	"push_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "object_links_shop_id_entity_own_id_pk" PRIMARY KEY("shop_id","entity","own_id")
);
--> statement-breakpoint
ALTER TABLE "object_links" ADD CONSTRAINT "object_links_shop_id_shops_id_fk" FOREIGN KEY ("shop_id") REFERENCES "public"."shops"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "object_links_by_object" ON "object_links" USING btree ("shop_id","entity","external_id");--> statement-breakpoint
CREATE INDEX "pushes_open_by_own_id" ON "pushes" USING btree ("shop_id","entity",(object ->> 'own_id'),"seq") WHERE status in ('pending', 'held', 'processing', 'conflict') and object ->> 'own_id' is not null;--> statement-breakpoint
-- Hands in a push from SQL, in the caller's transaction. Returns its id; the same key and content is the same push.
CREATE OR REPLACE FUNCTION push(shop text, kind text, object jsonb, payload jsonb, key text) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$
#variable_conflict use_column
declare
  entity text := case split_part(kind, '.', 1)
    when 'inventory' then 'inventory' when 'order' then 'orders' when 'product' then 'products'
    when 'variant' then 'products' when 'customer' then 'customers'
    when 'tags' then case object ->> 'type'
      when 'order' then 'orders' when 'product' then 'products' when 'customer' then 'customers' end
    end;
  hash text := push_request_hash(kind, object, payload);
  stored record;
begin
  if kind ^@ 'tags.' and entity is null then
    raise exception 'push: object of % has to name its type: order, product or customer', kind using errcode = '22023';
  end if;
  if entity is null or kind !~ '^[a-z]{1,30}\.[a-z_]{1,30}$' then
    raise exception 'push: kind % is not known', coalesce(quote_literal(kind), 'null')
      using errcode = '22023', hint = 'GET /api/v1/shops/{id}/capabilities lists the kinds.';
  end if;
  if key is null or length(key) not between 1 and 200 then
    raise exception 'push: key has to be a text of 1 to 200 characters' using errcode = '22023';
  end if;
  if object is null or payload is null or jsonb_typeof(object) <> 'object' or jsonb_typeof(payload) <> 'object' then
    raise exception 'push: object and payload have to be JSON objects' using errcode = '22023';
  end if;
  if pg_column_size(object) + pg_column_size(payload) > 262144 then
    raise exception 'push: object and payload together are larger than 256 KiB' using errcode = '22023';
  end if;
  if not exists (select from shops s where s.id = shop and s.access <> 'uninstalled') then
    raise exception 'push: there is no connected shop %', coalesce(quote_literal(shop), 'null')
      using errcode = '22023', hint = 'shops.id has the ids.';
  end if;

  insert into pushes as p (id, shop_id, key, request_hash, kind, entity, object, payload)
  values (push_create_id(), shop, push.key, hash, push.kind, entity, push.object, push.payload)
  on conflict (shop_id, key) do nothing
  returning p.id, p.request_hash into stored;
  if not found then
    select p.id, p.request_hash into stored from pushes p where p.shop_id = shop and p.key = push.key;
    if stored.request_hash <> hash then
      raise exception 'push: key % belongs to another push, %', quote_literal(key), stored.id
        using errcode = '23505', hint = 'A key stands for one push: use a new key for another change.';
    end if;
    return stored.id;
  end if;
  perform pg_notify('shopmirror_pushes_' || current_schema(), shop);
  return stored.id;
end
$$;--> statement-breakpoint
-- Tables of the caller, temporary ones above all, must not stand in for ours.
DO $$ begin
  execute format('alter function push(text, text, jsonb, jsonb, text) set search_path = %I, pg_temp', current_schema());
end $$;
