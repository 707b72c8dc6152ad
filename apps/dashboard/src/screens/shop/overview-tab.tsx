import { useLingui } from '@lingui/react/macro'
import { Stack, Text } from '@mantine/core'
import type { Shop } from '../../api/generated/model/index.ts'
import { StateView } from '../../parts/state-view.tsx'
import { Time } from '../../parts/time.tsx'
import { AllowanceCard } from './allowance-card.tsx'
import { NextStep } from './next-step.tsx'
import { RunCard } from './run-card.tsx'
import { Section } from './section.tsx'
import { SyncButtons } from './sync-buttons.tsx'
import { useProgress } from './use-progress.ts'

/** State and next step, the newest sync, and who uses the shop's allowance. */
export function OverviewTab({ shop }: { shop: Shop }) {
  const { t } = useLingui()
  return (
    <StateView query={useProgress(shop.id)}>
      {({ data }) => (
        <Stack gap="md">
          <NextStep step={data.next_step} shop={shop} />
          <SyncButtons shop={shop} run={data.run} />
          <RunCard run={data.run} />
          <AllowanceCard allowance={data.allowance} waitedMs={data.run?.waited_ms ?? 0} />
          <Section title={t`Schedule`}>
            <Text size="sm">
              {t`Next sync of changes:`} <Time at={data.next_sync_at} />
            </Text>
            <Text size="sm">
              {t`Next full sync:`} <Time at={data.next_full_at} />
            </Text>
          </Section>
        </Stack>
      )}
    </StateView>
  )
}
