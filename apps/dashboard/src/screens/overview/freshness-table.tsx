import { useLingui } from '@lingui/react/macro'
import type { PlatformFreshness } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { Section } from './section.tsx'

/** How fresh the copies are, by platform. */
export function FreshnessTable({ freshness }: { freshness: readonly PlatformFreshness[] }) {
  const { t } = useLingui()
  if (freshness.length === 0) return null
  const share = (part: number, { shops }: PlatformFreshness) => (
    <Count value={shops === 0 ? null : part / shops} options={{ style: 'percent', maximumFractionDigits: 1 }} />
  )
  return (
    <Section
      title={t`Freshness`}
      text={t`A shop counts by its oldest resource. Webhooks change the copy at once in between; syncs prove that nothing is missing.`}
    >
      <Table
        label={t`Freshness`}
        rows={freshness}
        idOf={({ platform }) => platform}
        columns={[
          { id: 'platform', header: t`Platform`, cell: ({ platform }) => platform },
          { id: 'shops', header: t`Active shops`, align: 'right', cell: ({ shops }) => <Count value={shops} /> },
          { id: 'hour', header: t`Within an hour`, align: 'right', cell: (row) => share(row.within_hour, row) },
          { id: 'day', header: t`Within a day`, align: 'right', cell: (row) => share(row.within_day, row) },
          { id: 'median', header: t`Median`, cell: ({ median_at }) => <Time at={median_at} /> },
          { id: 'oldest', header: t`Oldest`, cell: ({ oldest_at }) => <Time at={oldest_at} /> },
        ]}
      />
    </Section>
  )
}
