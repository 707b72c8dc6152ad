import { Trans, useLingui } from '@lingui/react/macro'
import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ObjectChange } from '../api/generated/model/index.ts'
import { CauseLink } from './cause-link.tsx'
import { ObjectLink } from './object-link.tsx'
import { Status } from './status.tsx'
import { Table } from './table.tsx'
import { Time } from './time.tsx'

export interface LedToProps {
  /** Of the delivery, push or run. */
  id: string
  shopId: string | null
  changes: readonly ObjectChange[]
  /** Objects that wait to be read because of it. */
  reading?: readonly string[]
  /** Why there is nothing. */
  nothing: ReactNode
}

/** What a delivery, push or run led to in the mirror, and what else led to the same. */
export function LedTo({ id, shopId, changes, reading = [], nothing }: LedToProps) {
  const { t } = useLingui()
  return (
    <Stack gap="xs" component="section" aria-label={t`What it led to`}>
      <Title order={2} size="h4">
        <Trans>What it led to</Trans>
      </Title>
      {reading.map((object) => (
        <Text key={object} size="sm" component="div">
          <Status tone="wait" label={t`Waiting to be read again`} /> <ObjectLink shopId={shopId} object={object} />
        </Text>
      ))}
      {changes.length === 0 && reading.length === 0 && <Text size="sm">{nothing}</Text>}
      {changes.length > 0 && <Changes id={id} changes={changes} shopId={shopId} />}
    </Stack>
  )
}

function Changes({ id, changes, shopId }: Pick<LedToProps, 'id' | 'changes' | 'shopId'>) {
  const { t } = useLingui()
  const labels: Record<ObjectChange['change'], string> = {
    inserted: t`Added`,
    updated: t`Changed`,
    deleted: t`Deleted`,
    restored: t`Restored`,
    unchanged: t`Read again, unchanged`,
  }
  const sources: Record<ObjectChange['source'], string> = {
    webhook: t`from the webhook`,
    read: t`read from the shop`,
    run: t`read by a sync`,
  }
  return (
    <Table
      label={t`Changes of the copy`}
      rows={changes}
      idOf={({ at, row }) => `${at} ${row}`}
      columns={[
        { id: 'row', header: t`Row`, cell: ({ row }) => <ObjectLink shopId={shopId} object={row} /> },
        { id: 'change', header: t`Change`, cell: ({ change }) => labels[change] },
        { id: 'columns', header: t`Columns`, cell: ({ columns }) => columns?.join(', ') || '–' },
        { id: 'source', header: t`How`, cell: ({ source }) => sources[source] },
        { id: 'with', header: t`Together with`, cell: ({ causes }) => <Others causes={causes} id={id} /> },
        { id: 'at', header: t`Time`, cell: ({ at }) => <Time at={at} format="exact" /> },
      ]}
    />
  )
}

function Others({ causes, id }: { causes: readonly string[]; id: string }) {
  const others = causes.filter((cause) => cause !== id)
  if (others.length === 0) return <span>–</span>
  return (
    <>
      {others.map((cause) => (
        <div key={cause}>
          <CauseLink id={cause} />
        </div>
      ))}
    </>
  )
}
