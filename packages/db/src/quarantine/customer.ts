import type { Connection } from '../connection.ts'
import { placeOf } from '../credentials-repository.ts'
import { mentions } from '../mirror/mentions.ts'

interface CustomerSearch {
  shopId: string
  customerId: string
  /** `table/id` of the customer's own objects, which need not mention the customer. */
  objects: readonly string[]
}

interface RawObject {
  id: string
  object: string
  /** JSON text. */
  raw: string
}

type Keys = Pick<Connection, 'sql' | 'keyring'>

/** Rows decrypted at a time. */
const ROWS_PER_PAGE = 100

/** Deletes the raw objects that belong to a customer or mention the customer. Returns how many. */
export async function redactQuarantine(keys: Keys, search: CustomerSearch): Promise<number> {
  let redacted = 0
  for await (const found of findObjects(keys, search)) {
    await keys.sql`update quarantine set raw = null where id = any(${found.map(({ id }) => id)})`
    redacted += found.length
  }
  return redacted
}

/** The raw objects that belong to a customer or mention the customer. */
export async function exportQuarantine(keys: Keys, search: CustomerSearch): Promise<Omit<RawObject, 'id'>[]> {
  const exported: Omit<RawObject, 'id'>[] = []
  for await (const found of findObjects(keys, search))
    exported.push(...found.map(({ object, raw }) => ({ object, raw })))
  return exported
}

async function* findObjects(
  { sql, keyring }: Keys,
  { shopId, customerId, objects }: CustomerSearch,
): AsyncGenerator<RawObject[]> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: RawObject[] = await sql<RawObject[]>`
      select id, table_name || '/' || external_id as object, raw from quarantine
      where shop_id = ${shopId} and id > ${after} and raw is not null order by id limit ${ROWS_PER_PAGE}`
    const opened = rows.map((row) => ({ ...row, raw: keyring.decrypt(row.raw, placeOf(row.id, 'raw')) }))
    yield opened.filter(({ object, raw }) => objects.includes(object) || mentions(raw, customerId))
    after = rows.at(-1)?.id
  }
}
