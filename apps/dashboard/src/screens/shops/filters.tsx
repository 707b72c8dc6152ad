import { useLingui } from '@lingui/react/macro'
import { ListShopsStatus, type Platform } from '../../api/generated/model/index.ts'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/filter-bar.tsx'
import { useStatusLabel } from './shop-status.tsx'

export interface ShopSearch {
  q?: string | undefined
  platform?: string | undefined
  status?: ListShopsStatus | undefined
}

export interface FiltersProps {
  search: ShopSearch
  platforms: readonly Platform[]
  onChange: (change: ShopSearch) => void
}

export function Filters({ search, platforms, onChange }: FiltersProps) {
  const { t } = useLingui()
  const labelOf = useStatusLabel()
  return (
    <FilterBar>
      <SearchFilter label={t`Name or address`} value={search.q} onChange={(q) => onChange({ q })} />
      <SelectFilter
        label={t`Platform`}
        value={search.platform}
        options={platforms.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(platform) => onChange({ platform })}
      />
      <SelectFilter
        label={t`State`}
        value={search.status}
        options={Object.values(ListShopsStatus).map((value) => ({ value, label: labelOf(value) }))}
        onChange={(status) => onChange({ status })}
      />
    </FilterBar>
  )
}
