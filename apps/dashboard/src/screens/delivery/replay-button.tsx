import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { DetailedDelivery } from '../../api/generated/model/index.ts'
import { getGetDeliveryQueryKey, useReplayDelivery } from '../../api/generated/webhooks/webhooks.ts'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useMay } from '../../shell/caller.ts'

/** Applies the delivery again. Harmless to repeat: an older version never overwrites a newer one. */
export function ReplayButton({ delivery }: { delivery: DetailedDelivery }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  const queryKey = getGetDeliveryQueryKey(delivery.id)
  const replay = useReplayDelivery({
    mutation: {
      onSuccess: () => notifications.show({ message: t`It is being applied again.` }),
      onSettled: () => client.invalidateQueries({ queryKey }),
    },
  })
  if (!may('operate')) return null
  if (!delivery.can_replay)
    return (
      <Text size="sm" c="dimmed">
        {t`Its content has been deleted, so it cannot be applied again.`}
      </Text>
    )
  const isPending = replay.isPending || delivery.status === 'received'
  return (
    <>
      <Button
        leftSection={<Icon name="replay" />}
        loading={isPending}
        onClick={() => replay.mutate({ id: delivery.id })}
      >
        {t`Apply again`}
      </Button>
      {replay.error && <FailedText error={replay.error} />}
    </>
  )
}
