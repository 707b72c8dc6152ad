-- Stable, so that it becomes part of the statement that calls it. The result does not change.
CREATE OR REPLACE FUNCTION push_request_hash(kind text, object jsonb, payload jsonb) RETURNS text
  LANGUAGE sql STABLE AS $$
  select encode(sha256(convert_to(kind || chr(10) || object::text || chr(10) || payload::text, 'UTF8')), 'base64')
$$;--> statement-breakpoint
DROP FUNCTION push_create_id();--> statement-breakpoint
-- The first nine characters of an id, as ids are made elsewhere: time in milliseconds, five bits a character.
CREATE FUNCTION push_id_prefix() RETURNS text
  LANGUAGE plpgsql VOLATILE AS $$
declare
  alphabet constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  rest bigint := floor(extract(epoch from clock_timestamp()) * 1000);
  result text := '';
begin
  for place in 1..9 loop
    result := substr(alphabet, (rest & 31)::int + 1, 1) || result;
    rest := rest >> 5;
  end loop;
  return 'psh_' || result;
end
$$;--> statement-breakpoint
-- Called where a value would be, so that one statement checks and stores.
CREATE FUNCTION push_refuse(message text, hint text, code text DEFAULT '22023') RETURNS text
  LANGUAGE plpgsql VOLATILE AS $$
begin
  raise exception 'push: %', message using errcode = code, hint = hint;
end
$$;--> statement-breakpoint
-- Hands in pushes of a shop from SQL, in the caller's transaction and in their order: as `push`, with arrays of the same
-- length. Returns keys and ids in the same order; the same key and content is the same push. The keys of a call differ.
CREATE FUNCTION push_many(shop text, kind text, objects jsonb[], payloads jsonb[], keys text[])
  RETURNS TABLE (key text, id text)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$
#variable_conflict use_column
declare
  entity constant text := case split_part(kind, '.', 1)
    when 'inventory' then 'inventory' when 'order' then 'orders' when 'product' then 'products'
    when 'variant' then 'products' when 'customer' then 'customers' when 'tags' then 'tags' end;
  prefix constant text := push_id_prefix();
  stored bigint;
begin
  if entity is null or kind !~ '^[a-z]{1,30}\.[a-z_]{1,30}$' then
    perform push_refuse(format('kind %L is not known', kind), 'GET /api/v1/shops/{id}/capabilities lists the kinds.');
  end if;
  if not exists (select from shops s where s.id = shop and s.access <> 'uninstalled') then
    perform push_refuse(format('there is no connected shop %L', shop), 'shops.id has the ids.');
  end if;
  if cardinality(objects) is distinct from cardinality(keys) or cardinality(payloads) is distinct from cardinality(keys) then
    perform push_refuse('objects, payloads and keys have to be arrays of the same length', 'Use array_agg for each.');
  end if;

  return query
  insert into pushes as p (id, shop_id, key, request_hash, kind, entity, object, payload)
  -- The last 62 bits of a UUID are random.
  select prefix || encode(substr(uuid_send(gen_random_uuid()), 9), 'hex'), push_many.shop, g.key, case
      when g.key is null or length(g.key) not between 1 and 200
        then push_refuse('key has to be a text of 1 to 200 characters', '')
      when g.object is null or g.payload is null or jsonb_typeof(g.object) <> 'object' or jsonb_typeof(g.payload) <> 'object'
        then push_refuse('object and payload have to be JSON objects', '')
      when pg_column_size(g.object) + pg_column_size(g.payload) > 262144
        then push_refuse('object and payload together are larger than 256 KiB', '')
      else push_request_hash(push_many.kind, g.object, g.payload)
    end, push_many.kind, case
      when entity <> 'tags' then entity
      else case g.object ->> 'type'
        when 'order' then 'orders' when 'product' then 'products' when 'customer' then 'customers'
        else push_refuse(format('object of %s has to name its type: order, product or customer', push_many.kind), '') end
    end, g.object, g.payload
  from unnest(keys, objects, payloads) with ordinality as g (key, object, payload, position) order by g.position
  on conflict (shop_id, key) do update set key = excluded.key where p.request_hash = excluded.request_hash
  returning p.key, p.id;
  get diagnostics stored = row_count;
  if stored < cardinality(keys) then
    perform push_refuse(format('key %L belongs to another push, %s', p.key, p.id),
      'A key stands for one push: use a new key for another change.', '23505')
    from unnest(keys, objects, payloads) as g (key, object, payload)
    join pushes p on p.shop_id = push_many.shop and p.key = g.key
      and p.request_hash <> push_request_hash(push_many.kind, g.object, g.payload)
    limit 1;
  end if;
  perform pg_notify('shopmirror_pushes_' || current_schema(), push_many.shop);
end
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION push(shop text, kind text, object jsonb, payload jsonb, key text) RETURNS text
  LANGUAGE sql VOLATILE SECURITY DEFINER AS $$
  select p.id from push_many(shop, kind, array[object], array[payload], array[key]) as p
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION push_many(text, text, jsonb[], jsonb[], text[]), push_refuse(text, text, text), push_id_prefix() FROM PUBLIC;--> statement-breakpoint
DO $$ begin
  execute format('alter function push(text, text, jsonb, jsonb, text) set search_path = %I, pg_temp', current_schema());
  execute format('alter function push_many(text, text, jsonb[], jsonb[], text[]) set search_path = %I, pg_temp', current_schema());
end $$;
