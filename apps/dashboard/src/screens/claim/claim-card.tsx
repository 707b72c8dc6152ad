import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Card, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getGetInstallationQueryKey, useClaimInstallation } from '../../api/generated/install/install.ts'
import type { Installation } from '../../api/generated/model/index.ts'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useMe } from '../../shell/caller.ts'

/** What the reader can do with an installation: connect it, open the shop that it became, or begin again. */
export function ClaimCard({ installation }: { installation: Installation }) {
  const { t } = useLingui()
  if (installation.status === 'claimed') return <Claimed installation={installation} />
  if (installation.status === 'expired')
    return (
      <Notice
        icon="failed"
        title={t`This installation has expired`}
        text={t`It had to be connected within 15 minutes. Open the app in the admin of the shop once more.`}
      />
    )
  return <Pending installation={installation} />
}

function Pending({ installation: { id, domain, platform } }: { installation: Installation }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const queryKey = getGetInstallationQueryKey(id)
  const claim = useClaimInstallation({ mutation: { onSettled: () => client.invalidateQueries({ queryKey }) } })
  const account = useMe()?.account?.name
  const shop = domain ?? t`the selected shop`
  return (
    <Card withBorder maw={560}>
      <Stack gap="md" align="flex-start">
        <Text>
          {account ? (
            <Trans>
              <b>{shop}</b> ({platform}) will be connected to the account <b>{account}</b>.
            </Trans>
          ) : (
            <Trans>
              <b>{shop}</b> ({platform}) will be connected to your account.
            </Trans>
          )}
        </Text>
        <Text c="dimmed" size="sm">{t`Its products, customers and orders are read, and kept up to date.`}</Text>
        {claim.error && <FailedText error={claim.error} />}
        <Button loading={claim.isPending} onClick={() => claim.mutate({ id })}>
          {t`Connect the shop`}
        </Button>
      </Stack>
    </Card>
  )
}

function Claimed({ installation: { shop_id: shopId, domain, error } }: { installation: Installation }) {
  const { t } = useLingui()
  if (error !== null)
    return (
      <Alert color="red" variant="outline" role="alert" title={t`The shop could not be set up`}>
        {error}
      </Alert>
    )
  const shop = domain ?? t`The selected shop`
  return (
    <Alert color="green" variant="outline" role="status" title={t`${shop} is connected`}>
      {t`Its data is being read for the first time.`}{' '}
      {shopId !== null && <FarLink to={`/shops/${shopId}`}>{t`Show the shop`}</FarLink>}
    </Alert>
  )
}
