import { Trans } from '@lingui/react/macro'
import type { DetailedDelivery } from '../../api/generated/model/index.ts'
import { LedTo } from '../../parts/led-to.tsx'

/** What became of it in the mirror. */
export function DeliveryLedTo({ delivery: { id, shop_id, led_to, reading, status } }: { delivery: DetailedDelivery }) {
  const nothing =
    status === 'applied' ? (
      <Trans>
        It changed nothing: the copy already had this version or a newer one, or the record of it has expired.
      </Trans>
    ) : (
      <Trans>Nothing yet.</Trans>
    )
  return <LedTo id={id} shopId={shop_id} changes={led_to} reading={reading} nothing={nothing} />
}
