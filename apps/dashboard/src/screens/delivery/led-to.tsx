import { Trans, useLingui } from '@lingui/react/macro'
import { Stack, Text, Title } from '@mantine/core'
import type { DetailedDelivery, ObjectChange } from '../../api/generated/model/index.ts'
import { Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { ObjectLink } from './object-link.tsx'

/** What became of it in the mirror. */
export function LedTo({ delivery }: { delivery: DetailedDelivery }) {
  const { t } = useLingui()
  const { led_to, reading, shop_id } = delivery
  return (
    <Stack gap="xs" component="section" aria-label={t`What it led to`}>
      <Title order={2} size="h4">
        <Trans>What it led to</Trans>
      </Title>
      {reading.map((object) => (
        <Text key={object} size="sm" component="div">
          <Status tone="wait" label={t`Waiting to be read again`} /> <ObjectLink shopId={shop_id} object={object} />
        </Text>
      ))}
      {led_to.length === 0 && reading.length === 0 ? <Nothing status={delivery.status} /> : null}
      {led_to.length > 0 && <Changes changes={led_to} shopId={shop_id} />}
    </Stack>
  )
}

function Nothing({ status }: Pick<DetailedDelivery, 'status'>) {
  return (
    <Text size="sm">
      {status === 'applied' ? (
        <Trans>
          It changed nothing: the copy already had this version or a newer one, or the record of it has expired.
        </Trans>
      ) : (
        <Trans>Nothing yet.</Trans>
      )}
    </Text>
  )
}

function Changes({ changes, shopId }: { changes: readonly ObjectChange[]; shopId: string | null }) {
  const { t } = useLingui()
  const labels: Record<ObjectChange['change'], string> = {
    inserted: t`Added`,
    updated: t`Changed`,
    deleted: t`Deleted`,
    restored: t`Restored`,
    unchanged: t`Read again, unchanged`,
  }
  const sources: Record<ObjectChange['source'], string> = {
    webhook: t`from the webhook`,
    read: t`read from the shop`,
    run: t`read by a sync`,
  }
  return (
    <Table
      label={t`Changes of the copy`}
      rows={changes}
      idOf={({ at, row }) => `${at} ${row}`}
      columns={[
        { id: 'row', header: t`Row`, cell: ({ row }) => <ObjectLink shopId={shopId} object={row} /> },
        { id: 'change', header: t`Change`, cell: ({ change }) => labels[change] },
        { id: 'columns', header: t`Columns`, cell: ({ columns }) => columns?.join(', ') || '–' },
        { id: 'source', header: t`How`, cell: ({ source }) => sources[source] },
        { id: 'at', header: t`Time`, cell: ({ at }) => <Time at={at} format="exact" /> },
      ]}
    />
  )
}
