import { Trans, useLingui } from '@lingui/react/macro'
import { Group, Text } from '@mantine/core'
import { ActivityKind, ActivityStatus } from '../../api/generated/model/index.ts'
import { useGetShop } from '../../api/generated/shops/shops.ts'
import { Button } from '../../parts/button.tsx'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/filter-bar.tsx'
import { useKindLabel, useStatusLabel } from './labels.ts'
import type { ActivitySearch } from './route.tsx'

export interface FiltersProps {
  search: ActivitySearch
  onChange: (change: ActivitySearch) => void
}

export function Filters({ search, onChange }: FiltersProps) {
  const { t } = useLingui()
  const kindLabel = useKindLabel()
  const statusLabel = useStatusLabel()
  return (
    <>
      <FilterBar>
        <SearchFilter
          label={t`Order number, id, SKU, topic or words of an error`}
          value={search.q}
          onChange={(q) => onChange({ q })}
        />
        <SelectFilter
          label={t`Kind`}
          value={search.kind}
          options={Object.values(ActivityKind).map((value) => ({ value, label: kindLabel(value) }))}
          onChange={(kind) => onChange({ kind })}
        />
        <SelectFilter
          label={t`Outcome`}
          value={search.status}
          options={Object.values(ActivityStatus).map((value) => ({ value, label: statusLabel(value) }))}
          onChange={(status) => onChange({ status })}
        />
        <SelectFilter
          label={t`Time`}
          value={search.within}
          options={[
            { value: '1h', label: t`Last hour` },
            { value: '24h', label: t`Last 24 hours` },
            { value: '7d', label: t`Last 7 days` },
            { value: '30d', label: t`Last 30 days` },
          ]}
          onChange={(within) => onChange({ within })}
        />
      </FilterBar>
      {search.shop && <OneShop id={search.shop} onLeave={() => onChange({ shop: undefined })} />}
    </>
  )
}

function OneShop({ id, onLeave }: { id: string; onLeave: () => void }) {
  const { data } = useGetShop(id)
  const domain = data?.data.domain ?? id
  return (
    <Group gap="sm">
      <Text size="sm">
        <Trans>Only {domain}</Trans>
      </Text>
      <Button variant="default" size="xs" onClick={onLeave}>
        <Trans>Show all shops</Trans>
      </Button>
    </Group>
  )
}
