import { Trans, useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { getListQuarantineQueryKey, listQuarantine } from '../../api/generated/syncs/syncs.ts'
import { useRows } from '../../api/rows.ts'
import { FarLink } from '../../parts/far-link.tsx'
import { FilterBar, SelectFilter } from '../../parts/filter-bar.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { ShopFilter } from '../../parts/shop-filter.tsx'
import { useColumns } from './columns.tsx'
import type { QuarantineSearch } from './route.tsx'
import { tables } from './tables.ts'

export const page = createLazyRoute('/shell/quarantine')({ component: QuarantinePage })

const REFETCH_MS = 10_000

function QuarantinePage() {
  const { t } = useLingui()
  const search: QuarantineSearch = page.useSearch()
  const navigate = page.useNavigate()
  const change = (next: QuarantineSearch) =>
    void navigate({ search: (old: QuarantineSearch) => ({ ...old, ...next }), replace: true })
  const rows = useRows({
    key: getListQuarantineQueryKey(search),
    read: listQuarantine,
    query: search,
    refetchEveryMs: REFETCH_MS,
  })
  return (
    <Page
      title={t`Quarantine`}
      description={t`Objects that could not be stored in the mirror. Everything else is mirrored. Each is tried again when it changes, and by every full sync.`}
    >
      <FilterBar>
        <ShopFilter value={search.shop} onChange={(shop) => change({ shop })} />
        <SelectFilter
          label={t`Table`}
          value={search.table}
          options={tables.map((value) => ({ value, label: value }))}
          onChange={(table) => change({ table })}
        />
      </FilterBar>
      <RowList
        key={JSON.stringify(search)}
        label={t`Quarantine`}
        rows={rows}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={
          Object.values(search).some(Boolean) ? (
            <Notice
              icon="search"
              title={t`No object matches`}
              action={
                <FarLink to="/quarantine">
                  <Trans>Show all objects</Trans>
                </FarLink>
              }
            />
          ) : (
            <Notice icon="check" title={t`Every object could be stored`} />
          )
        }
      />
    </Page>
  )
}
