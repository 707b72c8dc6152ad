CREATE TABLE "delivery_keys" (
	"platform" text NOT NULL,
	"delivery_id" text NOT NULL,
	"id" text NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "delivery_keys_platform_delivery_id_pk" PRIMARY KEY("platform","delivery_id")
);
--> statement-breakpoint
INSERT INTO delivery_keys (platform, delivery_id, id, recorded_at)
SELECT platform, delivery_id, id, received_at FROM webhook_deliveries WHERE received_at > now() - interval '7 days';
--> statement-breakpoint
CREATE INDEX "delivery_keys_by_age" ON "delivery_keys" USING btree ("recorded_at");--> statement-breakpoint
DROP INDEX "webhook_deliveries_once";--> statement-breakpoint
UPDATE webhook_deliveries SET shop_id = '' WHERE shop_id IS NULL;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ALTER COLUMN "shop_id" SET DEFAULT '';--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ALTER COLUMN "shop_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" DROP CONSTRAINT "webhook_deliveries_pkey";--> statement-breakpoint
-- The index exists where `prepareForPartitions` has made it while the table was in use.
DO $$ begin
  if to_regclass('webhook_deliveries_key') is not null then
    alter table webhook_deliveries add constraint webhook_deliveries_id_shop_id_pk primary key using index webhook_deliveries_key;
  else
    alter table webhook_deliveries add constraint webhook_deliveries_id_shop_id_pk primary key (id, shop_id);
  end if;
end $$;--> statement-breakpoint
-- The first digits of an id of that time: see `encodeTime`.
CREATE FUNCTION encode_id_time(moment timestamptz) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
declare
  rest bigint := floor(extract(epoch from moment) * 1000);
  result text := '';
begin
  for place in 1..9 loop
    result := substr('0123456789abcdefghjkmnpqrstvwxyz', (rest % 32)::int + 1, 1) || result;
    rest := rest / 32;
  end loop;
  return result;
end $$;--> statement-breakpoint
-- Puts a table that takes its place above `name`, whose rows become the partition of everything before `bound`. Indexes and
-- views keep their names.
CREATE FUNCTION partition_by_range(name text, partition_key text, primary_key text, bound text) RETURNS void LANGUAGE plpgsql AS $$
declare
  before text := name || '_before';
  found record;
  definitions text[] := '{}';
  key_name text;
  next_number bigint;
begin
  for found in select c.relname, pg_get_indexdef(c.oid) as definition, i.indisprimary
    from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = name::regclass
  loop
    if found.indisprimary then key_name := found.relname; else definitions := definitions || found.definition; end if;
    execute format('alter index %I rename to %I', found.relname, left(found.relname, 55) || '_before');
  end loop;
  for found in select attname, pg_get_serial_sequence(name, attname) as sequence from pg_attribute
    where attrelid = name::regclass and attidentity <> ''
  loop
    execute format('select last_value + 1 from %s', found.sequence) into next_number;
    execute format('alter table %I alter column %I drop identity', name, found.attname);
  end loop;
  execute format('alter table %I rename to %I', name, before);
  execute format('create table %I (like %I including defaults including storage including compression) partition by range (%I)',
    name, before, partition_key);
  execute format('alter table %I add constraint %I primary key (%s)', name, key_name, primary_key);
  if next_number is not null then
    execute format('alter table %I alter column id add generated always as identity (start with %s)', name, next_number);
  end if;
  for found in select unnest(definitions) as definition loop
    execute found.definition;
  end loop;
  execute format('alter table %I attach partition %I for values from (minvalue) to (%L)', name, before, bound);
  for found in
    select distinct v.oid::regclass as view, pg_get_viewdef(v.oid) as definition from pg_depend d
    join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class
    where d.classid = 'pg_rewrite'::regclass and d.refobjid = before::regclass and v.relkind = 'v'
  loop
    execute format('create or replace view %s as %s', found.view, regexp_replace(found.definition, '\m' || before || '\M', name, 'g'));
  end loop;
end $$;--> statement-breakpoint
-- Rows that exist, and all that were recorded until this is committed, are before the day after tomorrow; without rows partitions
-- begin today.
DO $$
declare
  today timestamptz := date_trunc('day', now(), 'UTC');
  later timestamptz := today + interval '2 days';
  deliveries_from timestamptz := today;
  changes_from timestamptz := today;
begin
  if exists (select from webhook_deliveries) then deliveries_from := later; end if;
  if exists (select from object_changes) then changes_from := later; end if;
  perform partition_by_range('webhook_deliveries', 'id', 'id, shop_id', 'dlv_' || encode_id_time(deliveries_from));
  perform partition_by_range('object_changes', 'at', 'shop_id, at, id', changes_from::text);
end $$;--> statement-breakpoint
DROP FUNCTION partition_by_range(text, text, text, text);--> statement-breakpoint
DROP FUNCTION encode_id_time(timestamptz);
