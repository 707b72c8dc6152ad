import type { Transaction } from '../connection.ts'
import { mentionOf, mentionOfContact } from '../mirror/mentions.ts'

const REASON = 'Emptied because the customer was redacted.'
/** Shorter ones, such as an extension, may be part of anything. */
const CONTACT_LENGTH_MIN = 6

/** A customer as pushes may name them. */
export interface PushedCustomer {
  shopId: string
  customerId: string
  orderIds: readonly string[]
  /** E-mail addresses and phone numbers; see `findContacts`. */
  contacts: readonly string[]
}

/** E-mail addresses and phone numbers of the customer and of the customer's orders, as the mirror has them. */
export async function findContacts(
  sql: Transaction,
  { shopId, customerId }: Pick<PushedCustomer, 'shopId' | 'customerId'>,
): Promise<string[]> {
  const rows = await sql<{ contact: string }[]>`
    select distinct unnest(array[email, phone]) as contact from customers
    where shop_id = ${shopId} and external_id = ${customerId}
    union select unnest(array[email, phone]) from orders
    where shop_id = ${shopId} and customer_external_id = ${customerId}`
  return rows.flatMap(({ contact }) => (contact && contact.length >= CONTACT_LENGTH_MIN ? contact : []))
}

/**
 * Pushes of orders and customers that are about the customer or one of the customer's orders, or mention the customer. A
 * customer may have thousands of orders, too many for a pattern: their ids are compared as whole values.
 */
function isAbout(sql: Transaction, { shopId, customerId, orderIds, contacts }: PushedCustomer) {
  const objects = [`customers/${customerId}`, ...orderIds.map((id) => `orders/${id}`)]
  const all = sql`jsonb_build_array(p.object, p.payload, p.target, p.attempt_request, p.result)`
  return sql`p.shop_id = ${shopId} and p.entity in ('orders', 'customers')
    and (p.mirror_object = any(${objects}) or ${all}::text ~ ${mentionOf(customerId)}
      or exists (select from jsonb_path_query(${all}, 'strict $.**') as v where jsonb_typeof(v) in ('string', 'number')
        and substring(v #>> '{}' from '[^/]+$') = any(${[...orderIds]}))
      or (${contacts.length > 0} and ${all}::text ~* ${contacts.map(mentionOfContact).join('|')}))`
}

/**
 * Deletes what pushes say about a customer, and cancels those that are still open; the outcome of one whose call is in
 * flight stays unknown. Returns how many.
 */
export async function redactPushes(sql: Transaction, customer: PushedCustomer, now: Date): Promise<number> {
  const at = now.toISOString()
  const redacted = await sql`
    with meant as (
      select p.id, p.finished_at is null as is_open from pushes p where ${isAbout(sql, customer)} order by p.id for update
    )
    update pushes p set object = '{}', payload = null, target = null, object_key = null, attempt_request = null,
      result = null, failed_attempts = '[]', error = case when is_open or error is not null then ${REASON} end,
      status = case when is_open then 'cancelled' else status end,
      error_code = case when is_open then 'redacted' else error_code end,
      hold_reason = null, finished_at = coalesce(finished_at, ${at}), updated_at = ${at}
    from meant where p.id = meant.id`
  return redacted.count
}

/** What pushes say about a customer. */
export async function exportPushes(sql: Transaction, customer: PushedCustomer): Promise<Record<string, unknown>[]> {
  const rows = await sql<Record<string, unknown>[]>`
    select p.id, p.key, p.kind, p.object, p.payload, p.result, p.status, p.created_at from pushes p
    where ${isAbout(sql, customer)} order by p.id`
  return [...rows]
}
