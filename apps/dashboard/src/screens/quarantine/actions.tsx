import { useLingui } from '@lingui/react/macro'
import { Group, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Quarantined } from '../../api/generated/model/index.ts'
import { getListQuarantineQueryKey, retryQuarantined, useGetQuarantined } from '../../api/generated/syncs/syncs.ts'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { JsonView } from '../../parts/json-view.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { useMay } from '../../shell/caller.ts'
import { partTables } from './tables.ts'

/** Read the object again, and see what the shop sent. */
export function Actions({ object: { id, table } }: { object: Quarantined }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  const [isOpen, { open, close }] = useDisclosure()
  const retry = useMutation({
    mutationFn: () => retryQuarantined(id),
    onSuccess: () => notifications.show({ message: t`The object is being read again.` }),
    onSettled: () => client.invalidateQueries({ queryKey: getListQuarantineQueryKey() }),
  })
  return (
    <Group gap="xs">
      {may('operate') && !partTables.includes(table) && (
        <Button size="xs" variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
          {t`Read again`}
        </Button>
      )}
      {may('manage') && (
        <Button size="xs" variant="default" onClick={open}>
          {t`What the shop sent`}
        </Button>
      )}
      {retry.error && <FailedText error={retry.error} />}
      <Modal opened={isOpen} onClose={close} title={t`What the shop sent`} size="lg" centered>
        <Raw id={id} />
      </Modal>
    </Group>
  )
}

function Raw({ id }: { id: string }) {
  const { t } = useLingui()
  const query = useGetQuarantined(id)
  return (
    <StateView query={query}>
      {({ data: { raw } }) =>
        raw === null ? (
          <span>{t`Retention has deleted it.`}</span>
        ) : (
          <JsonView value={JSON.parse(raw)} label={t`What the shop sent`} />
        )
      }
    </StateView>
  )
}
