import { useLingui } from '@lingui/react/macro'
import { Alert, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ConflictField, DetailedPush, ResolvePushBodyWinner } from '../../../api/generated/model/index.ts'
import { getGetPushQueryKey, resolvePush } from '../../../api/generated/pushes/pushes.ts'
import { ConfirmButton } from '../../../parts/confirm-button.tsx'
import { type Column, Table } from '../../../parts/table.tsx'
import { useMay } from '../../../shell/caller.ts'

/** Both sides of a conflict, field by field, and the decision. */
export function Conflict({ push }: { push: DetailedPush }) {
  const { t } = useLingui()
  const columns = useColumns()
  const { status, conflict, error_code } = push
  if (!conflict) return null
  return (
    <Stack gap="md" component="section" aria-label={t`Conflict`}>
      <Alert color="red" variant="outline" title={titleOf(status === 'conflict')}>
        {error_code === 'outcome_unknown'
          ? t`Whether the shop carried it out is unknown, because its answer was lost. Compare both sides, then decide.`
          : t`The shop holds something else than this push expected. Nothing was changed.`}
      </Alert>
      <Table label={t`Both sides of the conflict`} columns={columns} rows={conflict} idOf={({ name }) => name} />
      {status === 'conflict' && <Decision id={push.id} />}
    </Stack>
  )

  function titleOf(isOpen: boolean): string {
    return isOpen ? t`Somebody has to decide` : t`The shop changes back what is pushed`
  }
}

function useColumns(): Column<ConflictField>[] {
  const { t } = useLingui()
  return [
    { id: 'name', header: t`Field`, cell: ({ name }) => <Text fw={600}>{name}</Text> },
    { id: 'wanted', header: t`This push`, cell: ({ wanted }) => <Value value={wanted} /> },
    { id: 'found', header: t`In the shop`, cell: ({ found }) => <Value value={found} /> },
    { id: 'expected', header: t`Expected in the shop`, cell: ({ expected }) => <Value value={expected} /> },
    { id: 'mirrored', header: t`In the mirror now`, cell: ({ mirrored }) => <Value value={mirrored} /> },
  ]
}

function Value({ value }: { value: unknown }) {
  return (
    <code>
      {value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)}
    </code>
  )
}

function Decision({ id }: { id: string }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  const resolve = (winner: ResolvePushBodyWinner) => async () => {
    client.setQueryData(getGetPushQueryKey(id), await resolvePush(id, { winner }))
  }
  if (!may('operate')) return <Text size="sm">{t`You may not decide this. Ask a member of the account.`}</Text>
  return (
    <Group gap="xs">
      <ConfirmButton
        label={t`Overwrite the shop`}
        title={t`Overwrite what the shop holds?`}
        text={t`The push is sent again without comparing. What the shop holds in these fields is lost.`}
        onConfirm={resolve('push')}
      />
      <ConfirmButton
        label={t`Keep the shop’s value`}
        color="blue.8"
        title={t`Keep what the shop holds?`}
        text={t`The push is cancelled. The shop keeps its value.`}
        onConfirm={resolve('shop')}
      />
    </Group>
  )
}
