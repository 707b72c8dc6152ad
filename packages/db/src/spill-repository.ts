import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { placeOf } from './credentials-repository.ts'
import type { Keyring } from './keyring.ts'
import type { Keyset } from './list-query.ts'
import { inboxSpill } from './schema/index.ts'

/** A batch of webhooks that was stored in Postgres while Redis accepted no writes. */
export interface SpilledGroup {
  id: string
  /** `undefined` when it cannot be decrypted, because its key is missing or it was changed. */
  payload: unknown
}

/** The spill of the inbox: batches of webhooks, encrypted at rest, until they are queued. */
export const spillRepository = ({ db, sql, keyring }: Connection) => ({
  /** Stores a batch, encrypted. */
  async add(payload: unknown) {
    const id = createId('spl')
    await db
      .insert(inboxSpill)
      .values({ id, payload: keyring.encrypt(JSON.stringify(payload), placeOf(id, 'payload')) })
  },

  /**
   * Locks a page of batches, oldest first, and passes them to `handle`. Those whose ids it returns are deleted, the
   * others are kept. Returns the ids of the page.
   */
  async take(
    { after = '', limit }: Keyset,
    handle: (groups: readonly SpilledGroup[]) => Promise<readonly string[]>,
  ): Promise<string[]> {
    if (!('begin' in sql)) throw new Error('spill.take cannot be called inside a transaction.')
    return await sql.begin(async (tx) => {
      const rows = await tx<{ id: string; payload: string }[]>`
        select id, payload from inbox_spill where id > ${after} order by id limit ${limit} for update skip locked`
      const handled = await handle(rows.map((row) => ({ id: row.id, payload: openPayload(row, keyring) })))
      if (handled.length > 0) await tx`delete from inbox_spill where id in ${tx(handled)}`
      return rows.map(({ id }) => id)
    })
  },
})

function openPayload({ id, payload }: { id: string; payload: string }, keyring: Keyring): unknown {
  try {
    return JSON.parse(keyring.decrypt(payload, placeOf(id, 'payload')))
  } catch {
    return undefined
  }
}
