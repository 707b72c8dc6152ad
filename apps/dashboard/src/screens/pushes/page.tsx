import { Trans, useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { getListPushesQueryKey, listPushes } from '../../api/generated/pushes/pushes.ts'
import { useRows } from '../../api/rows.ts'
import { FarLink } from '../../parts/far-link.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { BulkActions } from './bulk-actions.tsx'
import { useColumns } from './columns.tsx'
import { Counts } from './counts.tsx'
import { Filters } from './filters.tsx'
import type { PushSearch } from './route.tsx'

export const page = createLazyRoute('/shell/pushes')({ component: PushesPage })

/** Behind live events, ms. */
const REFETCH_MS = 5_000

function PushesPage() {
  const { t } = useLingui()
  const search: PushSearch = page.useSearch()
  const navigate = page.useNavigate()
  const change = (next: PushSearch) =>
    void navigate({ search: (old: PushSearch) => ({ ...old, ...next }), replace: true })
  const rows = useRows({
    key: getListPushesQueryKey(search),
    read: listPushes,
    query: search,
    refetchEveryMs: REFETCH_MS,
  })
  return (
    <Page
      title={t`Push queue`}
      description={t`Your changes on their way to the shops, newest first.`}
      actions={<BulkActions search={search} />}
    >
      <Counts search={search} onChange={change} />
      <Filters search={search} onChange={change} />
      <RowList
        key={JSON.stringify(search)}
        label={t`Pushes`}
        rows={rows}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={<Empty isFiltered={Object.values(search).some(Boolean)} />}
      />
    </Page>
  )
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useLingui()
  if (!isFiltered)
    return (
      <Notice
        icon="empty"
        title={t`Nothing was pushed yet`}
        text={t`Changes that you send by the control API or by SQL appear here.`}
      />
    )
  return (
    <Notice
      icon="search"
      title={t`No push matches`}
      text={t`Change the filters, or show everything.`}
      action={
        <FarLink to="/pushes">
          <Trans>Show all pushes</Trans>
        </FarLink>
      }
    />
  )
}
