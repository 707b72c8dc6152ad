import { useLingui } from '@lingui/react/macro'
import { Timeline as Line, Text } from '@mantine/core'
import type { LifeEntry } from '../../api/generated/model/index.ts'
import { CauseLink } from '../../parts/cause-link.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { Time } from '../../parts/time.tsx'

const icons: Record<LifeEntry['kind'], IconName> = { delivery: 'activity', change: 'check', push: 'push' }

/** Webhooks, changes and pushes on one line, newest first. */
export function Timeline({ entries }: { entries: readonly LifeEntry[] }) {
  const { t } = useLingui()
  return (
    <Line bulletSize={28} lineWidth={2} aria-label={t`What happened`} role="list">
      {entries.map((entry) => (
        <Line.Item key={keyOf(entry)} bullet={<Icon name={icons[entry.kind]} size={14} />} role="listitem">
          <Entry entry={entry} />
          <Text size="xs" c="dimmed">
            <Time at={entry.at} format="exact" />
          </Text>
        </Line.Item>
      ))}
    </Line>
  )
}

function Entry({ entry }: { entry: LifeEntry }) {
  const { t } = useLingui()
  const stateLabel = useStateLabel()
  const { kind, id, topic, state, error } = entry
  if (kind === 'change') return <Change entry={entry} />
  return (
    <div>
      <FarLink to={kind === 'delivery' ? `/deliveries/${id}` : `/pushes/${id}`} isInText>
        {kind === 'delivery' ? t`Webhook ${topic}` : t`Push ${topic}`}
      </FarLink>{' '}
      <Text span size="sm">
        {state && stateLabel(state)}
      </Text>
      {error && <Text size="xs">{error}</Text>}
    </div>
  )
}

function useStateLabel(): (state: string) => string {
  const { t } = useLingui()
  const labels: Record<string, string> = {
    received: t`waiting`,
    applied: t`applied`,
    ignored: t`ignored`,
    failed: t`failed`,
    pending: t`waiting`,
    held: t`held`,
    processing: t`being sent`,
    completed: t`completed`,
    conflict: t`in conflict`,
    superseded: t`superseded`,
    cancelled: t`cancelled`,
  }
  return (state) => labels[state] ?? state
}

function Change({ entry }: { entry: LifeEntry }) {
  const { t } = useLingui()
  const { change, row, columns, source, causes } = entry
  const labels: Record<NonNullable<LifeEntry['change']>, string> = {
    inserted: t`Added to the copy`,
    updated: t`Changed in the copy`,
    deleted: t`Deleted in the copy`,
    restored: t`Restored in the copy`,
    unchanged: t`Read again, unchanged`,
  }
  const sources: Record<NonNullable<LifeEntry['source']>, string> = {
    webhook: t`from a webhook`,
    read: t`read from the shop`,
    run: t`read by a sync`,
  }
  return (
    <div>
      <Text size="sm" span fw={600}>
        {change && labels[change]}
      </Text>{' '}
      <Text size="sm" span style={{ overflowWrap: 'anywhere' }}>
        {row}
      </Text>
      <Text size="xs">
        {source && sources[source]}
        {columns && columns.length > 0 && ` · ${columns.join(', ')}`}
        {causes?.map((cause) => (
          <span key={cause}>
            {' · '}
            <CauseLink id={cause} />
          </span>
        ))}
      </Text>
    </div>
  )
}

function keyOf({ kind, id, at, row, change }: LifeEntry): string {
  return id ?? `${kind} ${at} ${row} ${change}`
}
