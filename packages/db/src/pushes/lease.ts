import type { Transaction } from '../connection.ts'

/** Which process sends the pushes of a shop. */
export interface PushLease {
  shopId: string
  /** Unique per attempt of a job across all processes. */
  owner: string
}

/**
 * Takes or renews the lease until `until`. `false`: another owner has it still.
 */
export async function takeLease(
  sql: Transaction,
  { shopId, owner }: PushLease,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  const taken = await sql`
    insert into push_senders as held (shop_id, owner, lease_until) values (${shopId}, ${owner}, ${until.toISOString()})
    on conflict (shop_id) do update set owner = excluded.owner, lease_until = excluded.lease_until
    where held.owner = excluded.owner or held.lease_until <= ${now.toISOString()}`
  return taken.count > 0
}

/** Ends the lease, so that the next sender does not wait for its expiry. */
export async function dropLease(sql: Transaction, { shopId, owner }: PushLease): Promise<void> {
  await sql`delete from push_senders where shop_id = ${shopId} and owner = ${owner}`
}
