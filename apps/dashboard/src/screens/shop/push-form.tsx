import { useLingui } from '@lingui/react/macro'
import { NativeSelect, Switch } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { EntityPushSettings, PushSettings } from '../../api/generated/model/index.ts'
import { getGetPushSettingsQueryKey, useSetPushSettings } from '../../api/generated/pushes/pushes.ts'
import { FailedText } from '../../parts/failed-text.tsx'
import { Table } from '../../parts/table.tsx'
import { Saved } from './saved.tsx'
import { Section } from './section.tsx'

const entities = ['orders', 'inventory', 'products', 'customers'] as const
type Entity = (typeof entities)[number]
const INTERVALS = [0, 1, 5, 15] as const

/** Which changes go out to the shop, how often, and who wins. Each change is stored at once. */
export function PushForm({
  shopId,
  settings,
  isLocked,
}: {
  shopId: string
  settings: PushSettings
  isLocked: boolean
}) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const key = getGetPushSettingsQueryKey(shopId)
  const save = useSetPushSettings({
    mutation: {
      onMutate: ({ data }) => queries.setQueryData(key, { data: { ...settings, ...data } }),
      onSettled: () => queries.invalidateQueries({ queryKey: key }),
    },
  })
  const labels: Record<Entity, string> = {
    orders: t`Orders`,
    inventory: t`Stock`,
    products: t`Products`,
    customers: t`Customers`,
  }
  const change = (entity: Entity, some: Partial<EntityPushSettings>) => {
    const before = settings[entity]
    if (before) save.mutate({ id: shopId, data: { [entity]: { ...before, ...some } } })
  }
  const rows = entities.flatMap((entity) => {
    const each = settings[entity]
    return each ? [{ entity, ...each }] : []
  })
  return (
    <Section
      title={t`Sending to the shop`}
      text={t`Switched off, changes are accepted and held until somebody sends them.`}
    >
      <Table
        label={t`Sending to the shop`}
        rows={rows}
        idOf={({ entity }) => entity}
        columns={[
          { id: 'entity', header: t`What`, cell: ({ entity }) => labels[entity] },
          {
            id: 'enabled',
            header: t`Sent`,
            cell: ({ entity, enabled }) => (
              <Switch
                aria-label={t`Send ${labels[entity]}`}
                checked={enabled}
                disabled={isLocked}
                onChange={({ currentTarget }) => change(entity, { enabled: currentTarget.checked })}
              />
            ),
          },
          {
            id: 'interval',
            header: t`How often`,
            cell: ({ entity, interval_minutes }) => (
              <NativeSelect
                aria-label={t`How often: ${labels[entity]}`}
                value={String(interval_minutes)}
                disabled={isLocked}
                onChange={({ currentTarget }) =>
                  change(entity, {
                    interval_minutes: INTERVALS.find((each) => String(each) === currentTarget.value) ?? 0,
                  })
                }
                data={INTERVALS.map((each) => ({
                  value: String(each),
                  label: each === 0 ? t`at once` : t`every ${each} min`,
                }))}
              />
            ),
          },
          {
            id: 'conflict',
            header: t`In a conflict`,
            cell: ({ entity, on_conflict }) => (
              <NativeSelect
                aria-label={t`In a conflict: ${labels[entity]}`}
                value={on_conflict}
                disabled={isLocked}
                onChange={({ currentTarget }) =>
                  change(entity, { on_conflict: currentTarget.value as EntityPushSettings['on_conflict'] })
                }
                data={[
                  { value: 'hold', label: t`ask a person` },
                  { value: 'shop_wins', label: t`the shop’s value stays` },
                  { value: 'ours_wins', label: t`our value is written` },
                ]}
              />
            ),
          },
        ]}
      />
      <Saved isShown={save.isSuccess} />
      {save.error && <FailedText error={save.error} />}
    </Section>
  )
}
