import { useState } from 'react'
import { mergeRows } from './merge-rows.ts'

/**
 * The rows of a list that is read again while somebody reads it; see `mergeRows`. `read` must be the same array until it
 * was read again. `release` shows what is held.
 */
export function useHeldRows<Row>(read: readonly Row[], idOf: (row: Row) => string) {
  const [state, setState] = useState({ read, ...mergeRows<Row>([], read, idOf) })
  const release = () => setState({ read, ...mergeRows<Row>([], read, idOf) })
  if (state.read === read) return { ...state, release }
  const next = { read, ...mergeRows(state.rows, read, idOf) }
  setState(next)
  return { ...next, release }
}
