import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { RunResource } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { Section } from '../../parts/section.tsx'
import { Status } from '../../parts/status.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { tones, useStatusLabel } from './labels.ts'

/** What became of each resource. */
export function Resources({ resources }: { resources: readonly RunResource[] }) {
  const { t } = useLingui()
  return (
    <Section title={t`Resources`}>
      <Table label={t`Resources`} rows={resources} idOf={({ resource }) => resource} columns={useColumns()} />
    </Section>
  )
}

function useColumns(): Column<RunResource>[] {
  const { t } = useLingui()
  const label = useStatusLabel()
  const names: Record<string, string> = {
    locations: t`Locations`,
    categories: t`Categories`,
    products: t`Products`,
    inventory: t`Stock`,
    customers: t`Customers`,
    orders: t`Orders`,
  }
  const count = (id: keyof RunResource & string, header: string): Column<RunResource> => ({
    ...{ id, header, align: 'right' },
    cell: (row) => <Count value={Number(row[id])} />,
  })
  return [
    {
      id: 'resource',
      header: t`Resource`,
      cell: ({ resource, error }) => (
        <div>
          {names[resource] ?? resource}
          {error && <Text size="xs">{error}</Text>}
        </div>
      ),
    },
    {
      id: 'status',
      header: t`State`,
      cell: ({ status }) => <Status tone={tones[status] ?? 'wait'} label={label(status)} />,
    },
    count('rows_read', t`Rows read`),
    count('inserted', t`Added`),
    count('updated', t`Changed`),
    count('deleted', t`Deleted`),
    count('quarantined', t`Not storable`),
    count('requests', t`Calls`),
  ]
}
