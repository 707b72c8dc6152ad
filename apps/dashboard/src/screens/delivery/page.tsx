import { useLingui } from '@lingui/react/macro'
import { Stack } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { useGetDelivery } from '../../api/generated/webhooks/webhooks.ts'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Body } from './body.tsx'
import { Facts } from './facts.tsx'
import { DeliveryLedTo } from './led-to.tsx'
import { ReplayButton } from './replay-button.tsx'

export const page = createLazyRoute('/shell/deliveries/$id')({ component: DeliveryPage })

/** While the outcome is awaited, ms. */
const REFETCH_MS = 1_000

function DeliveryPage() {
  const { t } = useLingui()
  const { id } = page.useParams()
  const query = useGetDelivery(id, {
    query: {
      refetchInterval: ({ state }) => {
        const delivery = state.data?.data
        return delivery && (delivery.status === 'received' || delivery.reading.length > 0) ? REFETCH_MS : false
      },
    },
  })
  const delivery = query.data?.data
  return (
    <Page
      title={delivery ? t`Webhook ${delivery.topic}` : t`Webhook`}
      description={id}
      actions={delivery && <ReplayButton delivery={delivery} />}
    >
      <StateView query={query}>
        {({ data }) => (
          <Stack gap="xl">
            <Facts delivery={data} />
            <DeliveryLedTo delivery={data} />
            <Body delivery={data} />
          </Stack>
        )}
      </StateView>
    </Page>
  )
}
