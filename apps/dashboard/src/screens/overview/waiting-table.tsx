import { useLingui } from '@lingui/react/macro'
import type { WaitingWork } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import { Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { Section } from './section.tsx'

/** What waits to be done, and whose it is. */
export function WaitingTable({ waiting }: { waiting: readonly WaitingWork[] }) {
  const { t } = useLingui()
  const labels: Record<WaitingWork['queue'], string> = {
    deliveries: t`Webhooks to be applied`,
    reads: t`Objects to be read again`,
    pushes: t`Pushes to be sent`,
    runs: t`Syncs`,
  }
  return (
    <Section title={t`What waits`} text={t`Each queue with the shops that most of it belongs to.`}>
      <Table
        label={t`What waits`}
        rows={waiting}
        idOf={({ queue }) => queue}
        columns={[
          { id: 'queue', header: t`Queue`, cell: ({ queue }) => labels[queue] },
          { id: 'waiting', header: t`Waiting`, align: 'right', cell: (row) => <Count value={row.waiting} /> },
          { id: 'oldest', header: t`Since`, cell: ({ oldest_at }) => <Time at={oldest_at} /> },
          { id: 'shops', header: t`Shops`, cell: ({ shops }) => <Shares shops={shops} /> },
        ]}
      />
    </Section>
  )
}

function Shares({ shops }: { shops: WaitingWork['shops'] }) {
  if (shops.length === 0) return <span>–</span>
  return shops.map(({ shop_id, domain, share }, index) => (
    <span key={shop_id}>
      {index > 0 && ', '}
      <FarLink to={`/shops/${shop_id}`} isInText>
        {domain}
      </FarLink>{' '}
      <Count value={share} options={{ style: 'percent', maximumFractionDigits: 0 }} />
    </span>
  ))
}
