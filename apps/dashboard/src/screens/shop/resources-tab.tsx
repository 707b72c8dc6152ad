import { useLingui } from '@lingui/react/macro'
import { Stack } from '@mantine/core'
import type { ResourceState, Shop, StartSyncBodyResourcesItem } from '../../api/generated/model/index.ts'
import { useListShopResources } from '../../api/generated/shops/shops.ts'
import { Count } from '../../parts/amount.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/caller.ts'
import { useResourceLabel } from './labels.ts'
import { RepairButton } from './repair-button.tsx'
import { RunCard } from './run-card.tsx'
import { Section } from './section.tsx'
import { SyncButtons } from './sync-buttons.tsx'
import { useProgress } from './use-progress.ts'

/** What the mirror has of the shop, and the newest sync. */
export function ResourcesTab({ shop }: { shop: Shop }) {
  const { t } = useLingui()
  const resources = useListShopResources(shop.id)
  return (
    <Stack gap="md">
      <StateView query={useProgress(shop.id)}>
        {({ data }) => (
          <Stack gap="md">
            <SyncButtons shop={shop} run={data.run} />
            <RunCard run={data.run} />
          </Stack>
        )}
      </StateView>
      <Section title={t`In the mirror`}>
        <StateView query={resources}>{({ data }) => <ResourceTable shop={shop} resources={data} />}</StateView>
      </Section>
    </Stack>
  )
}

function ResourceTable({ shop, resources }: { shop: Shop; resources: readonly ResourceState[] }) {
  const { t } = useLingui()
  const may = useMay()
  const nameOf = useResourceLabel()
  const repair = {
    id: 'repair',
    header: t`Read again`,
    cell: ({ resource, is_mirrored }: ResourceState) =>
      is_mirrored && <RepairButton shopId={shop.id} resource={resource as StartSyncBodyResourcesItem} />,
  }
  return (
    <Table
      label={t`In the mirror`}
      rows={resources}
      idOf={({ resource }) => resource}
      columns={[
        { id: 'resource', header: t`Resource`, cell: ({ resource }) => nameOf(resource) },
        {
          id: 'mirrored',
          header: t`Mirrored`,
          cell: ({ is_mirrored }) => (
            <Status tone={is_mirrored ? 'good' : 'neutral'} label={is_mirrored ? t`Yes` : t`Left out`} />
          ),
        },
        { id: 'rows', header: t`Rows`, align: 'right', cell: (row) => <Rows row={row} /> },
        { id: 'synced', header: t`Complete up to`, cell: ({ synced_to }) => <Time at={synced_to} /> },
        { id: 'full', header: t`Last full sync`, cell: ({ full_at }) => <Time at={full_at} /> },
        {
          id: 'quarantined',
          header: t`Not storable`,
          align: 'right',
          cell: (row) => <Count value={row.quarantined} />,
        },
        ...(may('operate') && shop.status === 'active' ? [repair] : []),
      ]}
    />
  )
}

function Rows({ row: { rows, is_minimum } }: { row: ResourceState }) {
  const { t, i18n } = useLingui()
  const count = new Intl.NumberFormat(i18n.locale).format(rows)
  return <span>{is_minimum ? t`more than ${count}` : count}</span>
}
