import { useLingui } from '@lingui/react/macro'
import { Group, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Alert } from '../../api/generated/model/index.ts'
import { acknowledgeAlert, getListAlertsQueryKey, muteAlert } from '../../api/generated/operations/operations.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { useMay } from '../../shell/caller.ts'

const DAY_HOURS = 24

/** Say that somebody takes care of it, or send no more notifications for a while. */
export function Actions({ alert: { id, domain, resolved_at, acknowledged_at, muted_until } }: { alert: Alert }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  const again = () => client.invalidateQueries({ queryKey: getListAlertsQueryKey() })
  const acknowledge = useMutation({ mutationFn: () => acknowledgeAlert(id), onSettled: again })
  const unmute = useMutation({ mutationFn: () => muteAlert(id, { hours: 0 }), onSettled: again })
  const [hours, setHours] = useState(DAY_HOURS)
  if (!may('operate') || resolved_at) return <span>–</span>
  const isMuted = muted_until !== null && new Date(muted_until) > new Date()
  return (
    <Group gap="xs">
      {!acknowledged_at && (
        <Button size="xs" variant="default" loading={acknowledge.isPending} onClick={() => acknowledge.mutate()}>
          {t`I take care of it`}
        </Button>
      )}
      {isMuted ? (
        <Button size="xs" variant="default" loading={unmute.isPending} onClick={() => unmute.mutate()}>
          {t`Unmute`}
        </Button>
      ) : (
        <ConfirmButton
          label={t`Mute`}
          size="xs"
          color="blue.8"
          title={t`Mute this alert?`}
          text={
            <>
              {t`No message is sent about this kind of alert of ${domain} until then. The alert stays in the list.`}
              <NativeSelect
                mt="sm"
                label={t`For how long`}
                value={String(hours)}
                data={[
                  { value: '1', label: t`One hour` },
                  { value: '24', label: t`One day` },
                  { value: '168', label: t`One week` },
                  { value: '720', label: t`30 days` },
                ]}
                onChange={({ currentTarget }) => setHours(Number(currentTarget.value))}
              />
            </>
          }
          onConfirm={async () => {
            await muteAlert(id, { hours })
            await again()
          }}
        />
      )}
      {(acknowledge.error ?? unmute.error) && <FailedText error={acknowledge.error ?? unmute.error} />}
    </Group>
  )
}
