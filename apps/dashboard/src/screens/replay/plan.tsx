import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Group, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CreateReplay200 } from '../../api/generated/model/index.ts'
import { createReplay, getListReplaysQueryKey } from '../../api/generated/webhooks/webhooks.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useMay } from '../../shell/caller.ts'
import { Rehearsal } from './rehearsal.tsx'
import type { ReplaySearch } from './route.tsx'

/** The rehearsal of what the filters select, then the replay itself. Other filters begin anew: give them as `key`. */
export function Plan({ search }: { search: ReplaySearch }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  const hasFilter = Object.values(search).some(Boolean)
  const rehearse = useMutation({
    mutationFn: async () => (await createReplay({ ...search, dry_run: true })) as CreateReplay200,
  })
  const run = async () => {
    await createReplay({ ...search })
    rehearse.reset()
    notifications.show({ message: t`The replay has begun.` })
    await client.invalidateQueries({ queryKey: getListReplaysQueryKey() })
  }
  if (!may('operate'))
    return <Notice icon="lock" title={t`You may not replay webhooks`} text={t`Ask an administrator of the account.`} />
  const found = rehearse.data?.data
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Button disabled={!hasFilter} loading={rehearse.isPending} onClick={() => rehearse.mutate()}>
          <Trans>Rehearse</Trans>
        </Button>
        {found && found.deliveries > found.without_body && (
          <ConfirmButton
            label={t`Replay`}
            color="blue.8"
            title={t`Apply these webhooks again?`}
            text={
              <Plural
                value={found.deliveries - found.without_body}
                one="# webhook is applied again, behind new ones. An older version never overwrites a newer one."
                other="# webhooks are applied again, behind new ones. An older version never overwrites a newer one."
              />
            }
            onConfirm={run}
          />
        )}
        {!hasFilter && <span>{t`Choose at least one filter.`}</span>}
      </Group>
      {rehearse.error && <FailedText error={rehearse.error} />}
      <div role="status" aria-label={t`Rehearsal`}>
        {found &&
          (found.deliveries === 0 ? (
            <Notice icon="search" title={t`No webhook matches`} text={t`Widen the filters.`} />
          ) : (
            <Rehearsal rehearsal={found} />
          ))}
      </div>
    </Stack>
  )
}
