import { useLingui } from '@lingui/react/macro'
import { Group, Text } from '@mantine/core'
import type { Overview } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import { Status, type Tone } from '../../parts/status.tsx'
import { Section } from './section.tsx'

const tones: Record<string, Tone> = { active: 'good', connecting: 'wait', paused: 'neutral', reauth_required: 'bad' }

/** How many shops are in which state. */
export function ShopStates({ shops }: { shops: Overview['shops'] }) {
  const { t } = useLingui()
  const labels: Record<string, string> = {
    active: t`Active`,
    connecting: t`Connecting`,
    paused: t`Paused`,
    reauth_required: t`Needs the merchant`,
    uninstalled: t`Uninstalled`,
  }
  return (
    <Section title={t`Shops by state`}>
      <Group gap="lg">
        {shops.map(({ status, shops: count }) => (
          <Text key={status} size="sm" component="div">
            <FarLink to={`/shops?status=${status}`}>
              <Status tone={tones[status] ?? 'neutral'} label={labels[status] ?? status} />
            </FarLink>{' '}
            <Count value={count} />
          </Text>
        ))}
      </Group>
    </Section>
  )
}
