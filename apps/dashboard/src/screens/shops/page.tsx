import { useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { getListShopsQueryKey, listShops, useListPlatforms } from '../../api/generated/shops/shops.ts'
import { useRows } from '../../api/rows.ts'
import { Page } from '../../parts/page.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { useColumns } from './columns.tsx'
import { Empty } from './empty.tsx'
import { Filters } from './filters.tsx'

export const page = createLazyRoute('/shell/shops')({ component: ShopsPage })

/** Behind the live events, ms. */
const REFETCH_EVERY_MS = 15_000

function ShopsPage() {
  const { t } = useLingui()
  const search = page.useSearch()
  const navigate = page.useNavigate()
  const platforms = useListPlatforms().data?.data ?? []
  const rows = useRows({
    key: getListShopsQueryKey(search),
    read: listShops,
    query: search,
    refetchEveryMs: REFETCH_EVERY_MS,
  })
  return (
    <Page title={t`Shops`} description={t`Every shop whose copy is kept here, newest first.`}>
      <Filters
        search={search}
        platforms={platforms}
        onChange={(change) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true })}
      />
      <RowList
        key={JSON.stringify(search)}
        label={t`Shops`}
        rows={rows}
        columns={useColumns(platforms)}
        idOf={({ id }) => id}
        empty={<Empty isFiltered={Object.values(search).some(Boolean)} />}
      />
    </Page>
  )
}
