-- The same for the same request, through whichever door it comes.
CREATE FUNCTION push_request_hash(kind text, object jsonb, payload jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE AS $$
  select encode(sha256(convert_to(kind || chr(10) || object::text || chr(10) || payload::text, 'UTF8')), 'base64')
$$;--> statement-breakpoint
-- As ids are made elsewhere: time in milliseconds first, then 80 random bits, five bits a character.
CREATE FUNCTION push_create_id() RETURNS text
  LANGUAGE plpgsql VOLATILE AS $$
declare
  alphabet constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  rest bigint := floor(extract(epoch from clock_timestamp()) * 1000);
  bytes constant bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  result text := '';
begin
  for place in 1..9 loop
    result := substr(alphabet, (rest % 32)::int + 1, 1) || result;
    rest := rest / 32;
  end loop;
  -- The version and variant bits of a UUID are not random: bytes 6 and 8 are left out.
  for place in 0..15 loop
    result := result || substr(alphabet, get_byte(bytes, case when place < 6 then place else place + 10 end) % 32 + 1, 1);
  end loop;
  return 'psh_' || result;
end
$$;--> statement-breakpoint
-- Hands in a push from SQL, in the caller's transaction. Returns its id; the same key and content is the same push.
CREATE FUNCTION push(shop text, kind text, object jsonb, payload jsonb, key text) RETURNS text
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $$
#variable_conflict use_column
declare
  entity text := case split_part(kind, '.', 1)
    when 'inventory' then 'inventory' when 'order' then 'orders' when 'product' then 'products'
    when 'variant' then 'products' when 'customer' then 'customers' end;
  hash text := push_request_hash(kind, object, payload);
  stored record;
begin
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
REVOKE ALL ON FUNCTION push(text, text, jsonb, jsonb, text) FROM PUBLIC;--> statement-breakpoint
-- Tables of the caller, temporary ones above all, must not stand in for ours.
DO $$ begin
  execute format('alter function push(text, text, jsonb, jsonb, text) set search_path = %I, pg_temp', current_schema());
end $$;
