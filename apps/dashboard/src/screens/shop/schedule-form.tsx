import { useLingui } from '@lingui/react/macro'
import { Checkbox, Group, NativeSelect, NumberInput, Switch } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ShopSettings } from '../../api/generated/model/index.ts'
import { getGetShopSettingsQueryKey, useSetShopSettings } from '../../api/generated/shops/shops.ts'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { useResourceLabel } from './labels.ts'
import { Saved } from './saved.tsx'
import { Section } from './section.tsx'

const HOURS_MAX = 8_760

interface ScheduleFormProps {
  shopId: string
  settings: ShopSettings
  /** Resources of the shop's platform. */
  offered: readonly string[]
  isLocked: boolean
}

/** When the shop is read, and what is mirrored of it. */
export function ScheduleForm({ shopId, settings, offered, isLocked }: ScheduleFormProps) {
  const { t } = useLingui()
  const nameOf = useResourceLabel()
  const queries = useQueryClient()
  const [changed, setChanged] = useState<Partial<ShopSettings>>({})
  const save = useSetShopSettings({
    mutation: {
      onSuccess: (answer) => {
        queries.setQueryData(getGetShopSettingsQueryKey(shopId), answer)
        setChanged({})
      },
    },
  })
  const shown = { ...settings, ...changed }
  const change = (some: Partial<ShopSettings>) => {
    save.reset()
    setChanged({ ...changed, ...some })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ id: shopId, data: shown })
  }
  const mirrored: readonly string[] = shown.resources ?? offered
  const frequencies: Record<ShopSettings['frequency'], string> = {
    '15m': t`every 15 minutes`,
    '30m': t`every 30 minutes`,
    '1h': t`every hour`,
    '6h': t`every 6 hours`,
    '1d': t`once a day`,
  }
  return (
    <Section
      title={t`Reading the shop`}
      text={t`Webhooks bring changes at once. The schedule finds what no webhook told, and a full sync also what was deleted.`}
    >
      <form onSubmit={submit}>
        <fieldset disabled={isLocked} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <Group align="flex-end" gap="md">
            <Switch
              label={t`Sync by schedule`}
              checked={shown.schedule_enabled}
              onChange={({ currentTarget }) => change({ schedule_enabled: currentTarget.checked })}
            />
            <NativeSelect
              label={t`Read changes`}
              value={shown.frequency}
              onChange={({ currentTarget }) => change({ frequency: currentTarget.value as ShopSettings['frequency'] })}
              data={Object.entries(frequencies).map(([value, label]) => ({ value, label }))}
            />
            <NumberInput
              label={t`Hours between full syncs`}
              min={1}
              max={HOURS_MAX}
              allowDecimal={false}
              value={shown.full_every_hours}
              onChange={(hours) => change({ full_every_hours: Number(hours) || 1 })}
            />
          </Group>
          <Checkbox.Group
            mt="md"
            label={t`Mirrored resources`}
            description={t`Left out, webhooks and syncs of a resource are not mirrored. Included again, a sync reads what changed.`}
            value={[...mirrored]}
            onChange={(chosen) => {
              const resources = offered.filter((each) => chosen.includes(each))
              if (resources.length > 0)
                change({
                  resources: resources.length === offered.length ? null : (resources as ShopSettings['resources']),
                })
            }}
          >
            <Group mt="xs">
              {offered.map((resource) => (
                <Checkbox key={resource} value={resource} label={nameOf(resource)} />
              ))}
            </Group>
          </Checkbox.Group>
          <Group mt="md">
            <Button type="submit" loading={save.isPending} disabled={Object.keys(changed).length === 0}>
              {t`Save the schedule`}
            </Button>
            <Saved isShown={save.isSuccess} />
          </Group>
        </fieldset>
      </form>
      {save.error && <FailedText error={save.error} />}
    </Section>
  )
}
