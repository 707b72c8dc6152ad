import { useLingui } from '@lingui/react/macro'
import { NativeSelect, Stack } from '@mantine/core'
import { getListPrivacyRequestsQueryKey, listPrivacyRequests } from '../../api/generated/operations/operations.ts'
import { useRows } from '../../api/rows.ts'
import { FilterBar } from '../../parts/filter-bar.tsx'
import { Notice } from '../../parts/notice.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { ShopFilter } from '../../parts/shop-filter.tsx'
import { useColumns } from './request-columns.tsx'
import type { PrivacySearch } from './route.tsx'

const REFETCH_MS = 15_000

export interface TabProps {
  search: PrivacySearch
  onChange: (change: PrivacySearch) => void
}

/** What customers and shops have asked for, with what an operator must do until when. */
export function Requests({ search: { status = 'open', shop }, onChange }: TabProps) {
  const { t } = useLingui()
  const query = { ...(status !== 'all' && { status }), ...(shop && { shop }) }
  const rows = useRows({
    key: getListPrivacyRequestsQueryKey(query),
    read: listPrivacyRequests,
    query,
    refetchEveryMs: REFETCH_MS,
  })
  return (
    <Stack gap="md">
      <FilterBar>
        <NativeSelect
          label={t`State`}
          value={status}
          data={[
            { value: 'open', label: t`Open` },
            { value: 'done', label: t`Done` },
            { value: 'all', label: t`All` },
          ]}
          onChange={({ currentTarget }) => onChange({ status: currentTarget.value as PrivacySearch['status'] })}
        />
        <ShopFilter value={shop} onChange={(id) => onChange({ shop: id })} />
      </FilterBar>
      <RowList
        key={JSON.stringify(query)}
        label={t`Requests`}
        rows={rows}
        columns={useColumns()}
        idOf={({ id }) => id}
        empty={
          status === 'open' ? (
            <Notice icon="check" title={t`No request is open`} />
          ) : (
            <Notice icon="empty" title={t`No request has been received`} />
          )
        }
      />
    </Stack>
  )
}
