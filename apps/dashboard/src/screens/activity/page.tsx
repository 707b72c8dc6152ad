import { useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { basePath } from '../../api/base.ts'
import { getSearchActivityQueryKey, searchActivity } from '../../api/generated/activity/activity.ts'
import type { SearchActivityParams } from '../../api/generated/model/index.ts'
import { useRows } from '../../api/rows.ts'
import { Page } from '../../parts/page.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { useColumns } from './columns.tsx'
import { Empty } from './empty.tsx'
import { Filters } from './filters.tsx'
import { readWords } from './read-words.ts'
import type { ActivitySearch } from './route.tsx'

export const page = createLazyRoute('/shell/activity')({ component: ActivityPage })

const HOUR_MS = 3_600_000
const hours = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const
/** Behind live events, ms. */
const REFETCH_MS = 15_000

function ActivityPage() {
  const { t } = useLingui()
  const search: ActivitySearch = page.useSearch()
  const navigate = page.useNavigate()
  const query = useQueryOf(search)
  useOwnId(search.q)
  const rows = useRows({
    key: getSearchActivityQueryKey(query),
    read: searchActivity,
    query,
    refetchEveryMs: REFETCH_MS,
  })
  return (
    <Page title={t`Activity`} description={t`Every webhook, push and sync, newest first.`}>
      <Filters
        search={search}
        onChange={(change) =>
          void navigate({ search: (old: ActivitySearch) => ({ ...old, ...change }), replace: true })
        }
      />
      <RowList
        key={JSON.stringify(search)}
        label={t`Activity`}
        rows={rows}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={<Empty rows={rows} isFiltered={Object.values(search).some(Boolean)} />}
      />
    </Page>
  )
}

/** The time is fixed when the filter is set, so that the pages of a list belong together. */
function useQueryOf({ q, shop, kind, status, within }: ActivitySearch): SearchActivityParams {
  return useMemo(() => {
    const words = readWords(q)
    const since = within && new Date(Date.now() - hours[within] * HOUR_MS).toISOString()
    return {
      ...(shop && { shop }),
      ...(kind && { kind }),
      ...(status && { status }),
      ...(since && { since }),
      ...(words.kind === 'query' && words.query),
    }
  }, [q, shop, kind, status, within])
}

/** An id of ours leads to its page. */
function useOwnId(text: string | undefined): void {
  const navigate = page.useNavigate()
  useEffect(() => {
    const words = readWords(text)
    if (words.kind === 'page') void navigate({ href: `${basePath}${words.to}`, replace: true })
  }, [text, navigate])
}
