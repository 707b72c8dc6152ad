import { Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { acceptInvitation } from '../../api/generated/sign-in/sign-in.ts'
import { openAfresh } from '../../api/session.ts'
import { useAction } from '../../api/use-action.ts'
import { FailedText } from '../../parts/failed-text.tsx'

/** Who is signed in as the invited person only presses; everybody else gives a password. */
export function AcceptForm({ token, isSignedIn }: { token: string; isSignedIn: boolean }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { run, error, isPending } = useAction(async () => {
    await acceptInvitation({ token, ...(!isSignedIn && { ...(name && { name }), password }) })
    openAfresh('/')
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {!isSignedIn && (
          <>
            <TextInput
              label={t`Your name`}
              autoComplete="name"
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
            <PasswordInput
              label={t`Password`}
              description={t`Choose one of at least 12 characters. If you have one here already, enter that.`}
              required
              value={password}
              visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
              onChange={({ currentTarget }) => setPassword(currentTarget.value)}
            />
          </>
        )}
        {error !== undefined && <FailedText error={error} />}
        <Button type="submit" loading={isPending} fullWidth>
          <Trans>Accept</Trans>
        </Button>
      </Stack>
    </form>
  )
}
