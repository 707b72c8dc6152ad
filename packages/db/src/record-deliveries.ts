import type { Transaction } from './connection.ts'
import { createId } from './create-id.ts'
import type { ShopStatus } from './schema/shops.ts'

export interface NewDelivery {
  platform: string
  deliveryId: string
  /** Whose it is; else its domain says: the shop of that name that is connected, or was last. */
  shopId?: string
  domain?: string
  topic: string
  /** Its body is sealed, and counts also where there is no shop. */
  about?: 'access'
  contentType: string
  /** Base64 of the bytes as sent. */
  body: string
  triggeredAt: Date | null
  receivedAt: Date
}

/** A delivery that has not been handled yet. */
export interface RecordedDelivery {
  id: string
  platform: string
  deliveryId: string
  /** `null`: nobody's we know. */
  shop: { id: string; status: ShopStatus } | null
}

interface Row {
  id: string
  platform: string
  delivery_id: string
  shop_id: string | null
  status: ShopStatus | null
}

/**
 * A whole group in one statement: finds the shops, keeps the deliveries, counts the new ones at their subscriptions.
 * Answers those that are new and those that came before and were never finished.
 */
export async function recordDeliveries(
  sql: Transaction,
  deliveries: readonly NewDelivery[],
): Promise<RecordedDelivery[]> {
  const group = JSON.stringify(deliveries.map((delivery) => ({ id: createId('dlv'), ...delivery })))
  const rows = await sql<Row[]>`
    with incoming as (
      select distinct on (r.platform, r."deliveryId") r.*, coalesce(r."shopId", h.id) as shop_id
      from jsonb_to_recordset(${group}::text::jsonb) as r(id text, platform text, "deliveryId" text, "shopId" text,
        domain text, topic text, about text, "contentType" text, body text, "triggeredAt" timestamptz, "receivedAt" timestamptz)
      left join lateral (
        select s.id from shops s
        where r."shopId" is null and s.platform = r.platform and s.domain = r.domain
        order by s.status = 'uninstalled', s.id desc limit 1
      ) h on true
      order by r.platform, r."deliveryId"
    ), recorded as (
      insert into webhook_deliveries as d
        (id, platform, delivery_id, shop_id, topic, about, domain, content_type, body, triggered_at, received_at, attempts)
      select id, platform, "deliveryId", shop_id, topic, about, case when about is not null then domain end, "contentType", body,
        "triggeredAt", "receivedAt", 1 from incoming
      on conflict (platform, delivery_id) do update set attempts = d.attempts + 1
      where d.handled_at is null
      returning d.id, d.platform, d.delivery_id, d.shop_id, d.topic, d.received_at, d.xmax = 0 as is_new
    ), received as (
      select shop_id, topic, count(*) as count, max(received_at) as at from recorded where is_new group by shop_id, topic
    ), locked as (
      select s.id, r.count, r.at from received r join webhook_subscriptions s on s.shop_id = r.shop_id and s.topic = r.topic
      order by s.id for update of s
    ), counted as (
      update webhook_subscriptions s set received_count = s.received_count + l.count,
        last_received_at = greatest(s.last_received_at, l.at)
      from locked l where s.id = l.id
    )
    select d.id, d.platform, d.delivery_id, h.id as shop_id, h.status
    from recorded d left join shops h on h.id = d.shop_id`
  return rows.map(({ id, platform, delivery_id: deliveryId, shop_id: shopId, status }) => ({
    ...{ id, platform, deliveryId },
    shop: shopId !== null && status !== null ? { id: shopId, status } : null,
  }))
}
