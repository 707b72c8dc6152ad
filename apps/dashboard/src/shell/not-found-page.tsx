import { Trans, useLingui } from '@lingui/react/macro'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Notice } from '../parts/notice.tsx'
import { Page } from '../parts/page.tsx'

export function NotFoundPage() {
  const { t } = useLingui()
  return (
    <Page title={t`This page does not exist`}>
      <Notice
        icon="search"
        title={t`Nothing is at this address`}
        text={t`The link may be old, or something was deleted.`}
        action={
          <Anchor component={Link} to="/">
            <Trans>To the overview</Trans>
          </Anchor>
        }
      />
    </Page>
  )
}
