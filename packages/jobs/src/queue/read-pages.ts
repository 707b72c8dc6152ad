import type { Keyset } from '@shopmirror/db'

const ROWS_PER_PAGE = 500

/**
 * Reads a list to its end in pages, each starting after the last row of the previous one. For sweeps whose rows stay in
 * the list after they are handled: reading only the first page would never reach the others.
 */
export async function* readPages<Row>(
  read: (page: Keyset) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  { signal, limit = ROWS_PER_PAGE }: { signal: AbortSignal; limit?: number },
): AsyncGenerator<readonly Row[]> {
  for (let after: string | undefined; !signal.aborted; ) {
    const rows = await read({ after, limit })
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    if (rows.length < limit) return
    after = keyOf(last)
  }
}
