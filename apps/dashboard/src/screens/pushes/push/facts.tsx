import { useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import type { DetailedPush } from '../../../api/generated/model/index.ts'
import { Fact, FactGrid } from '../../../parts/fact-grid.tsx'
import { FarLink } from '../../../parts/far-link.tsx'
import { Time } from '../../../parts/time.tsx'
import { objectName, PushStatus, useHoldText } from '../labels.tsx'

/** What is known of the push, and why it waits or failed. */
export function Facts({ push }: { push: DetailedPush }) {
  const { t } = useLingui()
  const { shop_id, domain, attempts, superseded_by } = push
  return (
    <>
      <Reason push={push} />
      <FactGrid>
        <Fact label={t`State`}>
          <PushStatus status={push.status} />
        </Fact>
        <Fact label={t`Shop`}>
          <FarLink to={`/shops/${shop_id}`}>{domain}</FarLink>
        </Fact>
        <Fact label={t`Object`}>{objectName(push) || '–'}</Fact>
        <Fact label={t`Your key`}>{push.key}</Fact>
        <Fact label={t`Accepted`}>
          <Time at={push.created_at} format="exact" />
        </Fact>
        <Fact label={t`Not sent before`}>
          <Time at={push.due_at} format="exact" />
        </Fact>
        <Fact label={t`First sent`}>
          <Time at={push.first_sent_at} format="exact" />
        </Fact>
        <Fact label={t`Finished`}>
          <Time at={push.finished_at} format="exact" />
        </Fact>
        <Fact label={t`Attempts`}>{attempts}</Fact>
        {superseded_by && (
          <Fact label={t`Superseded by`}>
            <FarLink to={`/pushes/${superseded_by}`}>{superseded_by}</FarLink>
          </Fact>
        )}
      </FactGrid>
    </>
  )
}

function Reason({ push: { status, error, hold_reason } }: { push: DetailedPush }) {
  const { t } = useLingui()
  const holdText = useHoldText()
  if (hold_reason)
    return (
      <Alert color="gray" variant="outline" title={t`Held`}>
        {holdText(hold_reason)}
      </Alert>
    )
  if (!error || status === 'conflict') return null
  return (
    <Alert color={status === 'failed' ? 'red' : 'gray'} variant="outline" title={t`What happened`}>
      {error}
    </Alert>
  )
}
