import type { Sql } from 'postgres'

/** As in the function `push`; the schema follows, so that installations in one database do not hear each other. */
const CHANNEL = 'shopmirror_pushes_'

/**
 * Calls `onPush` with the shop's id after each transaction that handed in pushes by SQL, on a separate connection
 * that is opened again when it is lost. What is notified in between is lost.
 */
export async function listenForPushes(sql: Sql, onPush: (shopId: string) => void): Promise<void> {
  const [row] = await sql<{ schema: string }[]>`select current_schema() as schema`
  await sql.listen(`${CHANNEL}${row?.schema}`, onPush)
}
