import { useLingui } from '@lingui/react/macro'
import { Stack, Title } from '@mantine/core'
import type { DetailedPush } from '../../../api/generated/model/index.ts'
import { Table } from '../../../parts/table.tsx'
import { Time } from '../../../parts/time.tsx'
import { PushStatus } from '../labels.tsx'

/** Attempts that did not carry the push out; nothing when each one did. */
export function Attempts({ push: { failed_attempts } }: { push: DetailedPush }) {
  const { t } = useLingui()
  if (failed_attempts.length === 0) return null
  return (
    <Stack gap="xs" component="section" aria-label={t`Earlier attempts`}>
      <Title order={2} size="h4">{t`Earlier attempts`}</Title>
      <Table
        label={t`Earlier attempts`}
        rows={failed_attempts.toReversed()}
        idOf={({ at }) => at}
        columns={[
          { id: 'at', header: t`Time`, cell: ({ at }) => <Time at={at} format="exact" /> },
          { id: 'error', header: t`What happened`, cell: ({ error }) => error },
          { id: 'code', header: t`Code`, cell: ({ code }) => (code ? <code>{code}</code> : '–') },
          { id: 'status', header: t`State after it`, cell: ({ status }) => <PushStatus status={status} /> },
        ]}
      />
    </Stack>
  )
}
