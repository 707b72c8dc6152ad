import { useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import type { DetailedRun } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { Fact, FactGrid } from '../../parts/fact-grid.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import { Status } from '../../parts/status.tsx'
import { Time } from '../../parts/time.tsx'
import { tones, useStatusLabel } from './labels.ts'

/** What is known of the run, and why it failed. */
export function RunFacts({ run }: { run: DetailedRun }) {
  const { t } = useLingui()
  const label = useStatusLabel()
  const triggers: Record<DetailedRun['trigger'], string> = {
    manual: t`somebody started it`,
    schedule: t`the schedule`,
    install: t`the install`,
    gap: t`a gap in the webhooks`,
  }
  return (
    <>
      {run.error && (
        <Alert color="red" variant="outline" title={label(run.status)}>
          {run.error}
        </Alert>
      )}
      <FactGrid>
        <Fact label={t`State`}>
          <Status tone={tones[run.status] ?? 'wait'} label={label(run.status)} />
        </Fact>
        <Fact label={t`Shop`}>
          <FarLink to={`/shops/${run.shop_id}`}>{run.domain}</FarLink>
        </Fact>
        <Fact label={t`Reason`}>{triggers[run.trigger]}</Fact>
        <Fact label={t`Calls to the shop`}>
          <Count value={run.requests} />
        </Fact>
        <Fact label={t`Started`}>
          <Time at={run.started_at} format="exact" />
        </Fact>
        <Fact label={t`Ended`}>
          <Time at={run.finished_at} format="exact" />
        </Fact>
      </FactGrid>
    </>
  )
}
