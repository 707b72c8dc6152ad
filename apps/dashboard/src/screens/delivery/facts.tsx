import { useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import type { DetailedDelivery } from '../../api/generated/model/index.ts'
import { Fact, FactGrid } from '../../parts/fact-grid.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import { ObjectLink } from '../../parts/object-link.tsx'
import { Status, type Tone } from '../../parts/status.tsx'
import { Time } from '../../parts/time.tsx'

const tones: Record<DetailedDelivery['status'], Tone> = {
  received: 'wait',
  applied: 'good',
  ignored: 'neutral',
  failed: 'bad',
}

/** What is known of the delivery, and why it failed or was ignored. */
export function Facts({ delivery }: { delivery: DetailedDelivery }) {
  const { t } = useLingui()
  const labels: Record<DetailedDelivery['status'], string> = {
    received: t`Waiting to be applied`,
    applied: t`Applied`,
    ignored: t`Ignored`,
    failed: t`Failed`,
  }
  const { status, error, shop_id, domain, object, platform, delivery_id, attempts } = delivery
  return (
    <>
      {error && (
        <Alert color={status === 'failed' ? 'red' : 'gray'} variant="outline" title={labels[status]}>
          {error}
        </Alert>
      )}
      <FactGrid>
        <Fact label={t`Outcome`}>
          <Status tone={tones[status]} label={labels[status]} />
        </Fact>
        <Fact label={t`Shop`}>{shop_id ? <FarLink to={`/shops/${shop_id}`}>{domain ?? shop_id}</FarLink> : '–'}</Fact>
        <Fact label={t`Object`}>
          <ObjectLink shopId={shop_id} object={object} />
        </Fact>
        <Fact label={t`Platform`}>{platform}</Fact>
        <Fact label={t`Received`}>
          <Time at={delivery.received_at} format="exact" />
        </Fact>
        <Fact label={t`Finished`}>
          <Time at={delivery.handled_at} format="exact" />
        </Fact>
        <Fact label={t`Attempts`}>{attempts}</Fact>
        <Fact label={t`Id at the platform`}>{delivery_id}</Fact>
      </FactGrid>
    </>
  )
}
