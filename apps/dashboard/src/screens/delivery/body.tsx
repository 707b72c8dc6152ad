import { Trans, useLingui } from '@lingui/react/macro'
import { Stack, Text, Title } from '@mantine/core'
import type { DeliveryBody, DetailedDelivery } from '../../api/generated/model/index.ts'
import { useGetDeliveryBody, useRevealDeliveryBody } from '../../api/generated/webhooks/webhooks.ts'
import { isProblem } from '../../api/problem.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { useMay } from '../../shell/caller.ts'

/** What the shop sent, without customer data until somebody who may asks for it. */
export function Body({ delivery }: { delivery: DetailedDelivery }) {
  const { t } = useLingui()
  const query = useGetDeliveryBody(delivery.id, { query: { retry: false } })
  const reveal = useRevealDeliveryBody()
  const isGone = isProblem(query.error, 'body-gone')
  return (
    <Stack gap="xs" component="section" aria-label={t`Content`}>
      <Title order={2} size="h4">
        <Trans>Content</Trans>
      </Title>
      {isGone ? (
        <Text size="sm">
          <Trans>The content has been deleted, or is kept encrypted.</Trans>
        </Text>
      ) : (
        <StateView query={query}>
          {({ data }) => (
            <Shown body={reveal.data?.data ?? data} onReveal={() => reveal.mutateAsync({ id: delivery.id })} />
          )}
        </StateView>
      )}
    </Stack>
  )
}

function Shown({ body, onReveal }: { body: DeliveryBody; onReveal: () => Promise<unknown> }) {
  const { t } = useLingui()
  const may = useMay()
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {body.is_masked ? (
          <Trans>Customer data is masked.</Trans>
        ) : (
          <Trans>Customer data is shown. That you looked at it is in the audit log.</Trans>
        )}
      </Text>
      {body.fields === null ? (
        <Text size="sm">
          <Trans>Its fields cannot be read one by one, so they are not shown.</Trans>
        </Text>
      ) : (
        <JsonView label={t`Content`} value={body.fields} />
      )}
      {body.is_masked && body.fields !== null && may('manage') && (
        <div>
          <ConfirmButton
            label={t`Show customer data`}
            title={t`Show customer data?`}
            text={t`The names, addresses and contacts in this webhook are shown to you. That you looked at them is recorded.`}
            color="indigo"
            onConfirm={onReveal}
          />
        </div>
      )}
    </Stack>
  )
}
