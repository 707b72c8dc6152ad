import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Stack, Text } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { useListSignInWays } from '../../api/generated/sign-in/sign-in.ts'
import { openAfresh } from '../../api/session.ts'
import { FarLink } from '../../parts/far-link.tsx'
import { PlainPage } from '../../parts/plain-page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { useLinkToken } from '../../parts/use-link-token.ts'
import { OperatorForm } from './operator-form.tsx'
import { OtherWays } from './other-ways.tsx'
import { PasswordForm } from './password-form.tsx'

export const page = createLazyRoute('/sign-in')({ component: SignInPage })

/** Tokens of operator links begin with it. */
const OPERATOR_LINK = 'smo_'

function SignInPage() {
  const { t } = useLingui()
  const { next = '/', failed } = page.useSearch()
  const token = useLinkToken()
  const ways = useListSignInWays()
  const goOn = () => openAfresh(next)
  if (token.startsWith(OPERATOR_LINK))
    return (
      <PlainPage title={t`Become an operator`} description={t`This link works once. Operators see all accounts.`}>
        <OperatorForm token={token} onDone={goOn} />
      </PlainPage>
    )
  return (
    <PlainPage title={t`Sign in`}>
      {failed && (
        <Alert color="red" variant="outline" role="alert">
          <Trans>The identity provider did not sign you in. You need an invitation first, with the same address.</Trans>
        </Alert>
      )}
      <StateView query={ways}>
        {({ data }) => (
          <Stack>
            <PasswordForm onDone={goOn} />
            {data.password_reset && (
              <Text size="sm">
                <FarLink to="/new-password">
                  <Trans>Forgot your password?</Trans>
                </FarLink>
              </Text>
            )}
            <OtherWays passkey={data.passkey} oidc={data.oidc} onDone={goOn} />
          </Stack>
        )}
      </StateView>
    </PlainPage>
  )
}
