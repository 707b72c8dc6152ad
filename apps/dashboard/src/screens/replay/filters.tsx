import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { CreateReplayBodyStatus } from '../../api/generated/model/index.ts'
import { FilterBar, SearchFilter, SelectFilter } from '../../parts/filter-bar.tsx'
import { ShopFilter } from '../../parts/shop-filter.tsx'
import { useDeliveryLabel } from './labels.ts'
import type { ReplaySearch } from './route.tsx'

export interface FiltersProps {
  search: ReplaySearch
  onChange: (change: ReplaySearch) => void
}

/** Which webhooks are replayed. */
export function Filters({ search, onChange }: FiltersProps) {
  const { t } = useLingui()
  const label = useDeliveryLabel()
  return (
    <FilterBar>
      <SelectFilter
        label={t`Outcome`}
        value={search.status}
        options={Object.values(CreateReplayBodyStatus).map((value) => ({ value, label: label(value) }))}
        onChange={(status) => onChange({ status })}
      />
      <ShopFilter value={search.shop} onChange={(shop) => onChange({ shop })} />
      <SearchFilter label={t`Topic`} value={search.topic} onChange={(topic) => onChange({ topic })} />
      <SearchFilter
        label={t`Object`}
        placeholder="orders/1042"
        value={search.object}
        onChange={(object) => onChange({ object })}
      />
      <SearchFilter label={t`Words of the error`} value={search.error} onChange={(error) => onChange({ error })} />
      <Moment label={t`Received from`} value={search.since} onChange={(since) => onChange({ since })} />
      <Moment label={t`Received before`} value={search.until} onChange={(until) => onChange({ until })} />
    </FilterBar>
  )
}

interface MomentProps {
  label: string
  /** ISO 8601 in UTC. */
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** A time in the reader's zone. */
function Moment({ label, value, onChange }: MomentProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={value === undefined ? '' : toLocal(new Date(value))}
      onChange={({ currentTarget }) => {
        const at = new Date(currentTarget.value)
        onChange(Number.isNaN(at.getTime()) ? undefined : at.toISOString())
      }}
    />
  )
}

/** As the input writes it: `2026-05-01T12:00`. */
function toLocal(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
