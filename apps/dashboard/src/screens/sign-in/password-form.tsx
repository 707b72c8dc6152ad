import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { signIn } from '../../api/generated/sign-in/sign-in.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'

export function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  return (
    <ActionForm stacked submit={t`Sign in`} onSubmit={() => signIn({ email, password }).then(onDone)}>
      <TextInput
        type="email"
        label={t`E-mail`}
        autoComplete="username webauthn"
        required
        value={email}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <PasswordField label={t`Password`} autoComplete="current-password" value={password} onChange={setPassword} />
    </ActionForm>
  )
}
