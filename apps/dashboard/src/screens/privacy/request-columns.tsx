import { Trans, useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { PrivacyRequest, PrivacyRequestKind } from '../../api/generated/model/index.ts'
import { Status } from '../../parts/status.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { Evidence } from './evidence.tsx'
import { RequestActions } from './request-actions.tsx'

export function useColumns(): Column<PrivacyRequest>[] {
  const { t } = useLingui()
  return [
    { id: 'what', header: t`Request`, cell: (request) => <What request={request} /> },
    { id: 'shop', header: t`Shop`, cell: ({ domain, platform }) => `${domain} (${platform})` },
    { id: 'state', header: t`State`, cell: (request) => <State request={request} /> },
    {
      id: 'dates',
      header: t`Dates`,
      cell: (request) => (
        <Text size="sm" component="div">
          <div>
            <Trans>
              Received <Time at={request.received_at} format="exact" />
            </Trans>
          </div>
          <div>
            <Trans>
              Due <Time at={request.due_at} format="exact" />
            </Trans>
          </div>
          {request.exported_at && (
            <div>
              <Trans>
                Exported <Time at={request.exported_at} format="exact" />
              </Trans>
            </div>
          )}
        </Text>
      ),
    },
    { id: 'actions', header: t`Actions`, cell: (request) => <RequestActions request={request} /> },
  ]
}

function What({ request: { kind, customer_external_id, finished_at, evidence } }: { request: PrivacyRequest }) {
  const { t } = useLingui()
  const titles: Record<PrivacyRequestKind, string> = {
    data_request: t`A customer asks for their data`,
    redact_customer: t`A customer’s data must be deleted`,
    redact_shop: t`A shop’s data must be deleted`,
  }
  const steps: Record<PrivacyRequestKind, string> = {
    data_request: t`Download the export, send it to the merchant, then mark the request as answered.`,
    redact_customer: t`Nothing to do: it is deleted automatically. Look at the failed jobs if it stays open.`,
    redact_shop: t`Nothing to do: everything is erased after the grace period. Look at the failed jobs if it stays open.`,
  }
  return (
    <div>
      <Text fw={600} size="sm">
        {titles[kind]}
      </Text>
      {customer_external_id && <Text size="xs">{t`Customer ${customer_external_id}`}</Text>}
      {!finished_at && <Text size="sm">{steps[kind]}</Text>}
      <Evidence counts={evidence} />
    </div>
  )
}

function State({ request: { finished_at, due_at, outcome } }: { request: PrivacyRequest }) {
  const { t } = useLingui()
  const outcomes: Record<string, string> = {
    redacted: t`Deleted`,
    erased: t`Shop erased`,
    connected_again: t`Not needed: the shop is connected again`,
    answered: t`Answered`,
  }
  if (finished_at)
    return (
      <div>
        <Status tone="good" label={outcomes[outcome ?? ''] ?? t`Done`} />
        <Text size="xs" component="div">
          <Time at={finished_at} format="exact" />
        </Text>
      </div>
    )
  const isOverdue = new Date(due_at) < new Date()
  return <Status tone={isOverdue ? 'bad' : 'wait'} label={isOverdue ? t`Overdue` : t`Open`} />
}
