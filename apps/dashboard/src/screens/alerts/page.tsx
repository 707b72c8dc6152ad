import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { getListAlertsQueryKey, listAlerts } from '../../api/generated/operations/operations.ts'
import { useRows } from '../../api/rows.ts'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { ShopFilter } from '../../parts/shop-filter.tsx'
import { useColumns } from './columns.tsx'
import type { AlertSearch } from './route.tsx'

export const page = createLazyRoute('/shell/alerts')({ component: AlertsPage })

/** Behind live events, ms. */
const REFETCH_MS = 10_000

function AlertsPage() {
  const { t } = useLingui()
  const search: AlertSearch = page.useSearch()
  const { state = 'open', shop } = search
  const navigate = page.useNavigate()
  const change = (next: AlertSearch) =>
    void navigate({ search: (old: AlertSearch) => ({ ...old, ...next }), replace: true })
  const query = { ...(state !== 'all' && { state }), ...(shop && { shop }) }
  const rows = useRows({
    key: getListAlertsQueryKey(query),
    read: listAlerts,
    query,
    refetchEveryMs: REFETCH_MS,
  })
  return (
    <Page title={t`Alerts`} description={t`What needs a person. An alert closes by itself once its cause is gone.`}>
      <FilterBar>
        <NativeSelect
          label={t`State`}
          value={state}
          data={[
            { value: 'open', label: t`Open` },
            { value: 'muted', label: t`Muted` },
            { value: 'resolved', label: t`Resolved` },
            { value: 'all', label: t`All` },
          ]}
          onChange={({ currentTarget }) => change({ state: currentTarget.value as AlertSearch['state'] })}
        />
        <ShopFilter value={shop} onChange={(id) => change({ shop: id })} />
      </FilterBar>
      <RowList
        key={JSON.stringify(search)}
        label={t`Alerts`}
        rows={rows}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={
          state === 'open' ? (
            <Notice icon="check" title={t`Nothing needs you`} text={t`There is no open alert.`} />
          ) : (
            <Notice icon="search" title={t`No alert matches`} text={t`Change the filters.`} />
          )
        }
      />
    </Page>
  )
}
