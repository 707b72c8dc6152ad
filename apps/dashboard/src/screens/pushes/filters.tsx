import { useLingui } from '@lingui/react/macro'
import { PushStatus } from '../../api/generated/model/index.ts'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/filter-bar.tsx'
import { ShopFilter } from '../../parts/shop-filter.tsx'
import { entities } from './entities.ts'
import { useEntityLabel, useStatusLabel } from './labels.tsx'
import type { PushSearch } from './route.tsx'

export interface FiltersProps {
  search: PushSearch
  onChange: (change: PushSearch) => void
}

export function Filters({ search, onChange }: FiltersProps) {
  const { t } = useLingui()
  const statusLabel = useStatusLabel()
  const entityLabel = useEntityLabel()
  return (
    <FilterBar>
      <SelectFilter
        label={t`State`}
        value={search.status}
        options={Object.values(PushStatus).map((value) => ({ value, label: statusLabel(value) }))}
        onChange={(status) => onChange({ status })}
      />
      <ShopFilter value={search.shop} onChange={(shop) => onChange({ shop })} />
      <SelectFilter
        label={t`About`}
        value={search.entity}
        options={entities.map((value) => ({ value, label: entityLabel(value) }))}
        onChange={(entity) => onChange({ entity })}
      />
      <SearchFilter label={t`Words of the error`} value={search.error} onChange={(error) => onChange({ error })} />
    </FilterBar>
  )
}
