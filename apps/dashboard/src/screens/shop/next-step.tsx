import { useLingui } from '@lingui/react/macro'
import { Alert, Anchor, Text } from '@mantine/core'
import type { Shop, ShopProgressNextStep } from '../../api/generated/model/index.ts'

/** What to do about the shop, in words. */
export function NextStep({ step, shop }: { step: ShopProgressNextStep; shop: Shop }) {
  const { t } = useLingui()
  const texts: Record<ShopProgressNextStep, [title: string, text: string]> = {
    none: [t`Everything works`, t`Nothing needs to be done.`],
    install_again: [
      t`The shop is disconnected`,
      t`Its data is deleted after the grace period. To mirror it again, its merchant installs the app again.`,
    ],
    reauthorize: [
      t`The shop has taken our access away`,
      t`Its merchant opens the app once more and agrees. The data stays, and a sync reads what was missed.`,
    ],
    read_install_error: [t`The connection could not be set up`, t`Correct the cause below; it is then tried again.`],
    wait_for_install: [t`The shop is being set up`, t`This takes about a minute. Nothing needs to be done.`],
    resume_shop: [t`The shop is paused`, t`It is not called. Once it is resumed, a sync reads what was missed.`],
    approve_scopes: [
      t`The app lacks permissions`,
      t`Its merchant has to approve them; until then a part of the data is missing.`,
    ],
    resume_run: [t`A sync is paused`, t`Resume it or cancel it: until then no other sync starts.`],
    wait_for_run: [t`A sync is running`, t`Nothing needs to be done.`],
    start_full_sync: [t`Nothing has been read completely yet`, t`Start a full sync, so that everything is mirrored.`],
    read_run_error: [
      t`The last sync failed`,
      t`Its error is shown below. The next scheduled sync goes on where it stopped; you may start one now.`,
    ],
    register_webhooks: [
      t`Some webhooks are not active`,
      t`Changes of these topics arrive only with the next sync. Register the webhooks again.`,
    ],
  }
  const [title, text] = texts[step]
  const isGood = step === 'none' || step === 'wait_for_run' || step === 'wait_for_install'
  return (
    <Alert color={isGood ? 'green' : 'yellow'} variant="outline" title={title} role="status">
      <Text size="sm">{text}</Text>
      {shop.status_reason && <Text size="sm">{shop.status_reason}</Text>}
      {shop.missing_scopes.length > 0 && <Text size="sm">{shop.missing_scopes.join(', ')}</Text>}
      {shop.approve_scopes_url && (
        <Anchor href={shop.approve_scopes_url} size="sm">
          {t`Approve them in the shop`}
        </Anchor>
      )}
    </Alert>
  )
}
