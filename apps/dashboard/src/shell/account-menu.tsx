import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { basePath } from '../api/base.ts'

/** Who is signed in, and the account that is looked at. */
export function AccountMenu() {
  return (
    <Button component="a" href={`${basePath}/sign-in`} size="xs" variant="default">
      <Trans>Sign in</Trans>
    </Button>
  )
}
