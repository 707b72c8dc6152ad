import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { placeOf } from './credentials-repository.ts'
import { inboxSpill } from './schema/index.ts'

export const spillRepository = ({ db, sql, keyring }: Connection) => ({
  async add(payload: unknown) {
    const id = createId('spl')
    await db
      .insert(inboxSpill)
      .values({ id, payload: keyring.encrypt(JSON.stringify(payload), placeOf(id, 'payload')) })
  },

  /** The oldest, for one caller alone; they leave only after `handle` has them. Answers how many there were. */
  async take(limit: number, handle: (payloads: unknown[]) => Promise<void>): Promise<number> {
    if (!('begin' in sql)) throw new Error('Spilled groups are taken in a transaction of their own.')
    const taken = await sql.begin(async (tx) => {
      const rows = await tx<{ id: string; payload: string }[]>`
        select id, payload from inbox_spill order by id limit ${limit} for update skip locked`
      if (rows.length === 0) return 0
      await handle(rows.map(({ id, payload }) => JSON.parse(keyring.decrypt(payload, placeOf(id, 'payload')))))
      await tx`delete from inbox_spill where id in ${tx(rows.map((row) => row.id))}`
      return rows.length
    })
    return taken
  },
})
