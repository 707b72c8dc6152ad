import { Trans } from '@lingui/react/macro'
import { beginOidcSignIn, beginPasskeySignIn, signInWithPasskey } from '../../api/generated/sign-in/sign-in.ts'
import { askPasskey, hasPasskeys } from '../../api/passkeys.ts'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'

export interface OtherWaysProps {
  passkey: boolean
  /** Name of the identity provider; `null` when none is configured. */
  oidc: string | null
  onDone: () => void
}

export function OtherWays({ passkey, oidc, onDone }: OtherWaysProps) {
  const byPasskey = useAction(async () => {
    const response = await askPasskey((await beginPasskeySignIn()).data)
    await signInWithPasskey({ response })
    onDone()
  })
  const byProvider = useAction(async () => location.assign((await beginOidcSignIn()).data.url))
  const error = byPasskey.error ?? byProvider.error
  return (
    <>
      {passkey && hasPasskeys() && (
        <Button variant="default" fullWidth loading={byPasskey.isPending} onClick={() => void byPasskey.run()}>
          <Trans>Sign in with a passkey</Trans>
        </Button>
      )}
      {oidc !== null && (
        <Button variant="default" fullWidth loading={byProvider.isPending} onClick={() => void byProvider.run()}>
          <Trans>Sign in with {oidc}</Trans>
        </Button>
      )}
      {error !== undefined && <FailedText error={error} />}
    </>
  )
}
