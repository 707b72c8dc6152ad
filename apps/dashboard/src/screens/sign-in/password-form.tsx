import { Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { signIn } from '../../api/generated/sign-in/sign-in.ts'
import { useAction } from '../../api/use-action.ts'
import { FailedText } from '../../parts/failed-text.tsx'

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { run, error, isPending } = useAction(async () => {
    await signIn({ email, password })
    onDone()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          type="email"
          label={t`E-mail`}
          autoComplete="username webauthn"
          required
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <PasswordInput
          label={t`Password`}
          autoComplete="current-password"
          required
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        {error !== undefined && <FailedText error={error} />}
        <Button type="submit" loading={isPending} fullWidth>
          <Trans>Sign in</Trans>
        </Button>
      </Stack>
    </form>
  )
}
