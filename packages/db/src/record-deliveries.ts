import type { Transaction } from './connection.ts'
import { createId } from './create-id.ts'
import { idKeyOf } from './mirror/id-key.ts'
import { mentionsAny } from './mirror/mentions.ts'
import { toStorableJson, toStorableText } from './mirror/storable.ts'
import type { ShopStatus } from './schema/shops.ts'

/** A verified webhook as the ingress received it. */
export interface NewDelivery {
  platform: string
  deliveryId: string
  /** The shop. Default: the connected shop with this `domain`, or the last one that was. */
  shopId?: string
  domain?: string
  topic: string
  /** About the app's own access: its body is encrypted, and it is processed without a shop, too. */
  about?: 'access'
  contentType: string
  /** Base64 of the bytes as sent. */
  body: string
  triggeredAt: Date | null
  receivedAt: Date
  /** Leads to the trace of its receipt. */
  traceContext?: string
}

/** A delivery that has not been handled yet. */
export interface OpenDelivery {
  id: string
  /** `null`: no connected shop is known for it. */
  shop: {
    id: string
    status: ShopStatus
    /** What is mirrored of it; `null`: everything. */
    resources: string[] | null
  } | null
  /** It mentions a customer who was redacted after it was received, so its customer data must not be stored again. */
  isRedacted: boolean
}

/** A delivery that has been recorded and is still to be applied. */
export interface RecordedDelivery extends OpenDelivery {
  deliveryId: string
  /** Index in the list that was passed to `recordDeliveries`. */
  position: number
}

/** A row of the query that finds open deliveries. `redacted`: ids of customers redacted since its receipt. */
export interface OpenRow {
  id: string
  shop_id: string | null
  status: ShopStatus | null
  resources: string[] | null
  redacted: string[]
  body: string
}

interface Row extends Omit<OpenRow, 'body'> {
  platform: string
  delivery_id: string
  /** The row of a delivery that was known before; the other columns are not read then. */
  known_id: string | null
}

/** SQL for the ids of customers of delivery `d`'s shop who were redacted after it was received. */
export const redactedCustomers = (sql: Transaction) => sql`array(
  select p.customer_external_id from privacy_requests p
  where p.shop_id = d.shop_id and p.kind = 'redact_customer' and p.finished_at >= d.received_at and p.customer_external_id <> '')`

/** Without values that Postgres cannot store. */
function toStorable(delivery: NewDelivery): NewDelivery {
  const { deliveryId, topic, contentType, triggeredAt } = delivery
  const isTime = triggeredAt !== null && triggeredAt.getUTCFullYear() > 0
  return {
    ...delivery,
    deliveryId: idKeyOf(deliveryId),
    topic: toStorableText(topic),
    contentType: toStorableText(contentType),
    triggeredAt: isTime ? triggeredAt : null,
  }
}

/**
 * Records a batch: finds the shops, inserts the deliveries and counts them at their subscriptions in one statement; only repeated
 * ones take another. Returns new deliveries and repeated ones that were never finished.
 */
export async function recordDeliveries(
  sql: Transaction,
  deliveries: readonly NewDelivery[],
  now: Date,
): Promise<RecordedDelivery[]> {
  const storable = deliveries.map(toStorable)
  const positions = new Map(storable.map((delivery, position) => [keyOf(delivery), position]))
  const group = toStorableJson(storable.map((delivery) => ({ id: createId('dlv'), ...delivery })))
  const rows = await sql<Row[]>`
    with incoming as (
      select distinct on (r.platform, r."deliveryId") r.*, coalesce(r."shopId", h.id) as shop_id
      from jsonb_to_recordset(${group}::text::jsonb) as r(id text, platform text, "deliveryId" text, "shopId" text,
        domain text, topic text, about text, "contentType" text, body text, "triggeredAt" timestamptz, "receivedAt" timestamptz, "traceContext" text)
      left join lateral (
        select s.id from shops s
        where r."shopId" is null and s.platform = r.platform and s.domain = r.domain
        order by s.status = 'uninstalled', s.id desc limit 1
      ) h on true
      order by r.platform, r."deliveryId"
    ), known as (
      insert into delivery_keys as k (platform, delivery_id, id, recorded_at)
      select platform, "deliveryId", id, ${now.toISOString()}::timestamptz from incoming
      on conflict (platform, delivery_id) do update set id = k.id
      returning k.platform, k.delivery_id, k.id, xmax = 0 as is_new
    ), recorded as (
      insert into webhook_deliveries as d
        (id, platform, delivery_id, shop_id, topic, about, domain, content_type, body, triggered_at, received_at, trace_context, attempts)
      select i.id, i.platform, "deliveryId", coalesce(shop_id, ''), topic, about, case when about is not null then domain end,
        "contentType", body, "triggeredAt", "receivedAt", "traceContext", 1
      from incoming i join known k on k.id = i.id
      returning d.id, d.platform, d.delivery_id, d.shop_id, d.topic, d.received_at
    ), received as (
      select shop_id, topic, count(*) as count, max(received_at) as at from recorded group by shop_id, topic
    ), locked as (
      select s.id, r.count, r.at from received r join webhook_subscriptions s on s.shop_id = r.shop_id and s.topic = r.topic
      order by s.id for update of s
    ), counted as (
      update webhook_subscriptions s set received_count = s.received_count + l.count,
        last_received_at = greatest(s.last_received_at, l.at)
      from locked l where s.id = l.id
    ), tallied as (
      insert into hour_deltas (shop_id, hour, counter, amount)
      select shop_id, date_trunc('hour', received_at, 'UTC'), 'deliveries_received', count(*) from recorded
      where shop_id <> '' group by 1, 2
    )
    select d.id, d.platform, d.delivery_id, h.id as shop_id, h.status, c.resources, ${redactedCustomers(sql)} as redacted,
      null as known_id
    from recorded d left join shops h on h.id = d.shop_id left join shop_settings c on c.shop_id = d.shop_id
    union all
    select null, platform, delivery_id, null, null, null, null, id from known where not is_new`
  const repeated = rows.flatMap(({ known_id: id }) => id ?? [])
  const open = repeated.length > 0 ? await reopenRepeated(sql, repeated) : []
  return [...rows.filter(({ known_id: id }) => id === null), ...open].flatMap(
    ({ platform, delivery_id: deliveryId, ...row }) => {
      const position = positions.get(keyOf({ platform, deliveryId })) ?? -1
      const delivery = deliveries[position]
      return delivery ? [{ ...toOpen({ ...row, body: delivery.body }), deliveryId, position }] : []
    },
  )
}

/** Of deliveries that were recorded before: counts an attempt of those that are not finished, and returns them. */
function reopenRepeated(sql: Transaction, ids: readonly string[]): Promise<Row[]> {
  return sql<Row[]>`
    with repeated as (
      update webhook_deliveries set attempts = attempts + 1 where id = any(${ids}) and handled_at is null
      returning id, platform, delivery_id, shop_id, received_at
    )
    select d.id, d.platform, d.delivery_id, h.id as shop_id, h.status, c.resources, ${redactedCustomers(sql)} as redacted,
      null as known_id
    from repeated d left join shops h on h.id = d.shop_id left join shop_settings c on c.shop_id = d.shop_id`
}

/** Decodes the body only when a customer of the shop was redacted since its receipt. */
export function toOpen({ id, shop_id: shopId, status, resources, redacted, body }: OpenRow): OpenDelivery {
  return {
    id,
    shop: shopId !== null && status !== null ? { id: shopId, status, resources } : null,
    isRedacted: redacted.length > 0 && mentionsAny(Buffer.from(body, 'base64').toString(), redacted),
  }
}

function keyOf({ platform, deliveryId }: { platform: string; deliveryId: string }): string {
  return `${platform} ${deliveryId}`
}
