import { useLingui } from '@lingui/react/macro'
import type { Erasure } from '../../api/generated/model/index.ts'
import { getListErasuresQueryKey, listErasures } from '../../api/generated/operations/operations.ts'
import { useRows } from '../../api/rows.ts'
import { Notice } from '../../parts/notice.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { Status } from '../../parts/status.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { Evidence } from './evidence.tsx'
import type { TabProps } from './requests.tsx'

const REFETCH_MS = 15_000

/** Shops that were uninstalled: when their data is erased, and the proof that it was. */
export function Erasures({ search: { shop } }: Pick<TabProps, 'search'>) {
  const { t } = useLingui()
  const query = { ...(shop && { shop }) }
  const rows = useRows({
    key: getListErasuresQueryKey(query),
    read: listErasures,
    query,
    refetchEveryMs: REFETCH_MS,
  })
  return (
    <RowList
      key={JSON.stringify(query)}
      label={t`Erased shops`}
      rows={rows}
      columns={useColumns()}
      idOf={({ id }) => id}
      empty={
        <Notice
          icon="empty"
          title={t`No shop was uninstalled yet`}
          text={t`The data of an uninstalled shop is erased after a grace period, with a record of it here.`}
        />
      }
    />
  )
}

function useColumns(): Column<Erasure>[] {
  const { t } = useLingui()
  return [
    {
      id: 'shop',
      header: t`Shop`,
      cell: ({ domain, platform, removed }) => (
        <div>
          {domain} ({platform})
          <Evidence counts={removed} />
        </div>
      ),
    },
    {
      id: 'state',
      header: t`State`,
      cell: ({ finished_at }) =>
        finished_at ? <Status tone="good" label={t`Erased`} /> : <Status tone="wait" label={t`Waiting for its time`} />,
    },
    { id: 'requested', header: t`Requested`, cell: ({ requested_at }) => <Time at={requested_at} format="exact" /> },
    { id: 'due', header: t`Due`, cell: ({ due_at }) => <Time at={due_at} format="exact" /> },
    { id: 'finished', header: t`Finished`, cell: ({ finished_at }) => <Time at={finished_at} format="exact" /> },
  ]
}
