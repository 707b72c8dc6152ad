import type { Transaction } from '../connection.ts'
import { createId } from '../create-id.ts'
import { inTransaction } from '../in-transaction.ts'
import { toStorableJson } from '../mirror/storable.ts'
import type { PushStatus } from '../schema/pushes.ts'

/** A valid push of a caller. */
export interface NewPush {
  key: string
  kind: string
  entity: string
  object: Record<string, string>
  payload: Record<string, unknown>
  /** Leads to the trace of its acceptance. */
  traceContext?: string
}

/** Result for a submitted push, by its key. */
export type AcceptedPush =
  | { kind: 'accepted'; id: string; status: PushStatus }
  /** The same push was submitted before. */
  | { kind: 'repeated'; id: string; status: PushStatus }
  /** The key belongs to another push: nothing of the call was stored. */
  | { kind: 'key_reused'; id: string }

class KeyReused extends Error {
  readonly accepted: AcceptedPush[]

  constructor(accepted: AcceptedPush[]) {
    super('A key belongs to another push.')
    this.accepted = accepted
  }
}

interface Stored {
  position: number
  id: string
  status: PushStatus
  isNew: boolean
  isSame: boolean
}

/**
 * Stores pushes of a shop, in their order, all or none of them. One whose key is known is not stored again. The keys of
 * one call have to differ. Answers in the order of `pushes`.
 */
export async function acceptPushes(
  sql: Transaction,
  to: { shopId: string; now: Date },
  pushes: readonly NewPush[],
): Promise<AcceptedPush[]> {
  if (pushes.length === 0) return []
  try {
    return await inTransaction(sql, async (tx) => {
      const accepted = await store(tx, to, pushes)
      if (accepted.some(({ kind }) => kind === 'key_reused')) throw new KeyReused(accepted)
      return accepted
    })
  } catch (error) {
    if (error instanceof KeyReused) return error.accepted
    throw error
  }
}

async function store(
  sql: Transaction,
  { shopId, now }: { shopId: string; now: Date },
  pushes: readonly NewPush[],
): Promise<AcceptedPush[]> {
  const at = now.toISOString()
  const rows = pushes.map((push, position) => ({ ...push, position, id: createId('psh') }))
  const stored = await sql<Stored[]>`
    with given as (
      select * from jsonb_to_recordset(${toStorableJson(rows)}::text::jsonb) as g(position int, id text, key text, kind text, entity text, object jsonb, payload jsonb,
        "traceContext" text)
    ), added as (
      insert into pushes (id, shop_id, key, request_hash, kind, entity, object, payload, trace_context, due_at, created_at, updated_at)
      select id, ${shopId}, key, push_request_hash(kind, object, payload), kind, entity, object, payload, "traceContext", ${at}::timestamptz, ${at}::timestamptz,
        ${at}::timestamptz from given order by position
      on conflict (shop_id, key) do update set key = excluded.key
      returning id, key, status, request_hash
    )
    select given.position, added.id, added.status, added.id = given.id as "isNew",
      case when added.id = given.id then true
        else added.request_hash = push_request_hash(given.kind, given.object, given.payload) end as "isSame"
    from given join added using (key) order by given.position`
  return stored.map(({ id, status, isNew, isSame }) => {
    if (!isSame) return { kind: 'key_reused', id }
    return { kind: isNew ? 'accepted' : 'repeated', id, status }
  })
}
