import type { Connection } from './connection.ts'
import { placeOf } from './credentials-repository.ts'
import type { Keyring } from './keyring.ts'

/** Every column with secrets: its table, the primary key, and the name that its ciphertext is bound to. */
const secrets = [
  { table: 'shop_credentials', key: 'shop_id', column: 'tokens', place: 'tokens' },
  { table: 'shop_credentials', key: 'shop_id', column: 'own_app', place: 'ownApp' },
  { table: 'installations', key: 'id', column: 'code', place: 'code' },
  { table: 'installations', key: 'id', column: 'tokens', place: 'tokens' },
  { table: 'app_tokens', key: 'id', column: 'tokens', place: 'tokens' },
  { table: 'quarantine', key: 'id', column: 'raw', place: 'raw' },
  { table: 'inbox_spill', key: 'id', column: 'payload', place: 'payload' },
] as const

const BATCH_ROWS = 200

/** Re-encrypts all secrets with the first key, online. Safe to stop and repeat. Returns how many were changed. */
export const rotateKeys = (connection: Connection) => async (): Promise<number> => {
  let rotated = 0
  for (const secret of secrets) {
    let after: string | null = ''
    while (after !== null) {
      const batch: Batch = await rotateBatch(connection, secret, after)
      rotated += batch.rotated
      after = batch.last
    }
  }
  return rotated
}

interface Batch {
  rotated: number
  last: string | null
}

async function rotateBatch(
  { sql, keyring }: Connection,
  secret: (typeof secrets)[number],
  after: string,
): Promise<Batch> {
  const { table, key, column, place } = secret
  const rows = await sql.unsafe<{ id: string; sealed: string }[]>(
    `select ${key} as id, ${column} as sealed from ${table} where ${key} > $1 and ${column} is not null order by ${key} limit $2`,
    [after, BATCH_ROWS],
  )
  let rotated = 0
  for (const { id, sealed } of rows.filter((row) => !keyring.isCurrent(row.sealed))) {
    // Not if the row was written since it was read: then it is already encrypted with the first key.
    const result = await sql.unsafe(`update ${table} set ${column} = $1 where ${key} = $2 and ${column} = $3`, [
      reseal(keyring, sealed, placeOf(id, place)),
      id,
      sealed,
    ])
    rotated += result.count
  }
  return { rotated, last: rows.at(-1)?.id ?? null }
}

function reseal(keyring: Keyring, sealed: string, place: string): string {
  return keyring.encrypt(keyring.decrypt(sealed, place), place)
}
