import { useInfiniteQuery } from '@tanstack/react-query'

/** Rows per page of a list. */
const PAGE_ROWS = 50

/** An answer of any list of the control API. */
export interface RowsPage<Row> {
  data: Row[]
  next_cursor: string | null
}

export interface RowsOptions<Row, Query> {
  /** As the generated `get…QueryKey(query)` makes it, so that live events find it. */
  key: readonly unknown[]
  read(query: Query & { cursor?: string; limit: number }, options: { signal: AbortSignal }): Promise<RowsPage<Row>>
  /** Filters; unset ones may be `undefined`. */
  query: Query
  /** Asks again after so many ms; for lists that no live event refreshes. */
  refetchEveryMs?: number
}

/** A list that is read page by page, newest first: `useRows({ key: getListShopsQueryKey(query), read: listShops, query })`. */
export function useRows<Row, Query extends object>({ key, read, query, refetchEveryMs }: RowsOptions<Row, Query>) {
  return useInfiniteQuery({
    queryKey: [...key, 'rows'],
    queryFn: ({ pageParam, signal }) =>
      read({ ...query, limit: PAGE_ROWS, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    ...(refetchEveryMs !== undefined && { refetchInterval: refetchEveryMs }),
  })
}

export type Rows<Row> = ReturnType<typeof useRows<Row, object>>
