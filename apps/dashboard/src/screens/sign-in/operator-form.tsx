import { Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { becomeOperator } from '../../api/generated/sign-in/sign-in.ts'
import { useAction } from '../../api/use-action.ts'
import { FailedText } from '../../parts/failed-text.tsx'

export function OperatorForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useLingui()
  const [person, setPerson] = useState({ name: '', email: '', password: '' })
  const { run, error, isPending } = useAction(async () => {
    await becomeOperator({ token, ...person })
    onDone()
  })
  const set = (field: keyof typeof person) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget
    setPerson((old) => ({ ...old, [field]: value }))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput label={t`Name`} autoComplete="name" required value={person.name} onChange={set('name')} />
        <TextInput
          type="email"
          label={t`E-mail`}
          autoComplete="username"
          required
          value={person.email}
          onChange={set('email')}
        />
        <PasswordInput
          label={t`New password`}
          description={t`At least 12 characters`}
          autoComplete="new-password"
          required
          value={person.password}
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          onChange={set('password')}
        />
        {error !== undefined && <FailedText error={error} />}
        <Button type="submit" loading={isPending} fullWidth>
          <Trans>Sign in</Trans>
        </Button>
      </Stack>
    </form>
  )
}
