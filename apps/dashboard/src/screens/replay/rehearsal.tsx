import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Delivery, ReplayRehearsal, ReplayRehearsalShopsItem } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { Duration } from '../../parts/duration.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import parts from '../../parts/parts.module.css'
import { type Column, Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { useDeliveryLabel } from './labels.ts'

/** What a replay would do, before it is done. */
export function Rehearsal({ rehearsal }: { rehearsal: ReplayRehearsal }) {
  const { t } = useLingui()
  const { deliveries, objects, calls, without_body, allowance_seconds, shops, shops_total, sample } = rehearsal
  const shopColumns = useShopColumns()
  const sampleColumns = useSampleColumns()
  return (
    <Stack gap="md">
      <Paper className={parts.card} p="md">
        <SimpleGrid cols={{ base: 2, md: 4 }}>
          <Figure label={t`Webhooks`} value={<Count value={deliveries} />} />
          <Figure label={t`Different objects`} value={<Count value={objects} />} />
          <Figure label={t`Calls to shops`} value={<Count value={calls} />} />
          <Figure label={t`Longest time of a shop`} value={<Duration seconds={allowance_seconds} />} />
        </SimpleGrid>
        <Text size="sm" mt="sm" c="dimmed">
          {t`A webhook with the full object needs no call. After one that only says that something changed, the object is read again, once.`}
        </Text>
      </Paper>
      {without_body > 0 && (
        <Alert color="yellow" variant="outline">
          <Trans>
            The content of <Count value={without_body} /> of them has been deleted: they are passed over.
          </Trans>
        </Alert>
      )}
      {shops.length > 0 && (
        <>
          <Title order={3} size="h5">{t`By shop`}</Title>
          <Table label={t`By shop`} columns={shopColumns} rows={shops} idOf={({ shop_id }) => shop_id} />
          {shops_total > shops.length && (
            <Text size="sm">
              <Trans>
                <Count value={shops_total - shops.length} /> more shops are not shown.
              </Trans>
            </Text>
          )}
          <Title order={3} size="h5">{t`The newest of them`}</Title>
          <Table label={t`The newest of them`} columns={sampleColumns} rows={sample} idOf={({ id }) => id} />
        </>
      )}
    </Stack>
  )
}

function Figure({ label, value }: { label: string; value: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Group gap={4}>
        <Text size="xl" fw={600} component="div">
          {value}
        </Text>
      </Group>
    </div>
  )
}

function useShopColumns(): Column<ReplayRehearsalShopsItem>[] {
  const { t } = useLingui()
  return [
    {
      id: 'shop',
      header: t`Shop`,
      cell: ({ shop_id, domain, status }) => (
        <div>
          <FarLink to={`/shops/${shop_id}`}>{domain}</FarLink>
          {status !== 'active' && <Text size="xs">{t`Not active: nothing is read from it until its next sync.`}</Text>}
        </div>
      ),
    },
    { id: 'deliveries', header: t`Webhooks`, align: 'right', cell: (shop) => <Count value={shop.deliveries} /> },
    { id: 'objects', header: t`Objects`, align: 'right', cell: (shop) => <Count value={shop.objects} /> },
    { id: 'calls', header: t`Calls`, align: 'right', cell: (shop) => <Count value={shop.calls} /> },
    {
      id: 'allowance',
      header: t`Of its rate limit`,
      align: 'right',
      cell: (shop) => <Duration seconds={shop.allowance_seconds} />,
    },
  ]
}

function useSampleColumns(): Column<Delivery>[] {
  const { t } = useLingui()
  const label = useDeliveryLabel()
  return [
    { id: 'topic', header: t`Topic`, cell: ({ id, topic }) => <FarLink to={`/deliveries/${id}`}>{topic}</FarLink> },
    { id: 'object', header: t`Object`, cell: ({ object }) => object ?? '–' },
    { id: 'status', header: t`Outcome`, cell: ({ status }) => label(status) },
    { id: 'at', header: t`Received`, cell: ({ received_at }) => <Time at={received_at} /> },
  ]
}
