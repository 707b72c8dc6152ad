import { useLingui } from '@lingui/react/macro'
import { Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Shop } from '../../api/generated/model/index.ts'
import { useListErasures } from '../../api/generated/operations/operations.ts'
import { getGetShopQueryKey, useDisconnectShop, useUpdateShop } from '../../api/generated/shops/shops.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { Notice } from '../../parts/notice.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/caller.ts'
import { Section } from './section.tsx'

/** Pause, disconnect, and what becomes of the data. */
export function DangerTab({ shop }: { shop: Shop }) {
  const { t } = useLingui()
  const may = useMay()
  if (shop.status === 'uninstalled') return <Erasure shopId={shop.id} />
  if (!may('operate'))
    return <Notice icon="lock" title={t`You may only look`} text={t`Ask an administrator of your account.`} />
  return (
    <Stack gap="md">
      <PauseCard shop={shop} />
      {may('manage') && <DisconnectCard shop={shop} />}
    </Stack>
  )
}

function PauseCard({ shop: { id, paused_at } }: { shop: Shop }) {
  const { t } = useLingui()
  const update = useUpdateShop({ mutation: useRefresh(id) })
  const status = paused_at === null ? 'paused' : 'active'
  return (
    <Section
      title={paused_at === null ? t`Pause` : t`Resume`}
      text={
        paused_at === null
          ? t`The shop is not called any more: no syncs, no pushes. Webhooks are still accepted. Nothing is lost: once it is resumed, a sync reads what was missed.`
          : t`Syncs and pushes go on, and a sync reads what was missed.`
      }
    >
      <div>
        <Button variant="default" loading={update.isPending} onClick={() => update.mutate({ id, data: { status } })}>
          {paused_at === null ? t`Pause the shop` : t`Resume the shop`}
        </Button>
      </div>
      {update.error && <FailedText error={update.error} />}
    </Section>
  )
}

function DisconnectCard({ shop: { id, domain } }: { shop: Shop }) {
  const { t } = useLingui()
  const disconnect = useDisconnectShop({ mutation: useRefresh(id) })
  return (
    <Section
      title={t`Disconnect and erase`}
      text={t`Our access and what waits to be sent are deleted at once, the mirrored data after the grace period.`}
    >
      <div>
        <ConfirmButton
          label={t`Disconnect`}
          title={t`Disconnect ${domain}?`}
          text={t`Syncs, webhooks and pushes of the shop end now, and pushes that wait are cancelled. Its mirrored data is erased after the grace period. This cannot be undone: to mirror it again, its merchant has to install the app again.`}
          onConfirm={() => disconnect.mutateAsync({ id })}
        />
      </div>
    </Section>
  )
}

function Erasure({ shopId }: { shopId: string }) {
  const { t } = useLingui()
  const query = useListErasures({ shop: shopId })
  return (
    <StateView
      query={query}
      isEmpty={({ data }) => data.length === 0}
      empty={<Notice icon="check" title={t`Erased`} />}
    >
      {({ data: [erasure] }) => (
        <Section title={t`The shop is disconnected`}>
          <Text size="sm">
            {erasure?.finished_at ? t`Its data was erased:` : t`Its data is going to be erased:`}{' '}
            <Time at={erasure?.finished_at ?? erasure?.due_at} format="exact" />
          </Text>
        </Section>
      )}
    </StateView>
  )
}

function useRefresh(id: string) {
  const queries = useQueryClient()
  return { onSettled: () => queries.invalidateQueries({ queryKey: getGetShopQueryKey(id) }) }
}
