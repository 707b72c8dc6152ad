import { useLingui } from '@lingui/react/macro'
import { Group, Progress, Stack, Text } from '@mantine/core'
import type { RunProgress, RunProgressResourcesItem } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Status, type Tone } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { EstimateText } from './estimate-text.tsx'
import { useResourceLabel } from './labels.ts'
import { Section } from './section.tsx'

const tones: Record<string, Tone> = { succeeded: 'good', failed: 'bad', cancelled: 'neutral', paused: 'neutral' }

/** The newest sync: live while it runs, its outcome afterwards. */
export function RunCard({ run }: { run: RunProgress | null }) {
  const { t } = useLingui()
  const label = useRunLabels()
  if (!run) return <Notice icon="empty" title={t`No sync has run yet`} text={t`Start one to fill the mirror.`} />
  return (
    <Section
      title={run.type === 'full' ? t`Full sync` : t`Sync of changes`}
      text={
        <>
          <Status tone={tones[run.status] ?? 'wait'} label={label(run.status)} /> · {t`Started`}{' '}
          <Time at={run.started_at ?? run.created_at} />
          {run.finished_at && (
            <>
              {' · '}
              {t`Ended`} <Time at={run.finished_at} />
            </>
          )}
        </>
      }
    >
      {run.error && <Text size="sm">{run.error}</Text>}
      {run.status === 'running' && <EstimateText estimate={run.estimate} />}
      <ResourceTable resources={run.resources} />
    </Section>
  )
}

function ResourceTable({ resources }: { resources: readonly RunProgressResourcesItem[] }) {
  const { t } = useLingui()
  const nameOf = useResourceLabel()
  const label = useRunLabels()
  return (
    <Table
      label={t`Progress by resource`}
      rows={resources}
      idOf={({ resource }) => resource}
      columns={[
        { id: 'resource', header: t`Resource`, cell: ({ resource }) => nameOf(resource) },
        {
          id: 'status',
          header: t`State`,
          cell: ({ status }) => <Status tone={tones[status] ?? 'wait'} label={label(status)} />,
        },
        { id: 'rows', header: t`Rows`, align: 'right', cell: (row) => <Rows row={row} /> },
        { id: 'pages', header: t`Pages`, align: 'right', cell: ({ pages }) => <Count value={pages} /> },
        { id: 'pace', header: t`Rows per second`, align: 'right', cell: ({ pace }) => <Pace pace={pace} /> },
      ]}
    />
  )
}

function Rows({ row: { rows_read, announced, resource } }: { row: RunProgressResourcesItem }) {
  const { t } = useLingui()
  const nameOf = useResourceLabel()
  if (!announced) return <Count value={rows_read} />
  const share = Math.min(100, (rows_read / announced) * 100)
  return (
    <Stack gap={4}>
      <Group gap={4} justify="flex-end">
        <Count value={rows_read} /> / <Count value={announced} />
      </Group>
      <Progress value={share} size="sm" aria-label={t`${nameOf(resource)}: share that was read`} />
    </Stack>
  )
}

function Pace({ pace }: { pace: RunProgressResourcesItem['pace'] }) {
  return <Count value={pace?.rows_per_second} options={{ maximumFractionDigits: 1 }} />
}

function useRunLabels(): (status: string) => string {
  const { t } = useLingui()
  const labels: Record<string, string> = {
    pending: t`Not begun`,
    queued: t`Queued`,
    running: t`Running`,
    reconciling: t`Confirming what was deleted`,
    paused: t`Paused`,
    succeeded: t`Done`,
    failed: t`Failed`,
    cancelled: t`Cancelled`,
  }
  return (status) => labels[status] ?? status
}
