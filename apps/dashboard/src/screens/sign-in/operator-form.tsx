import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { becomeOperator } from '../../api/generated/sign-in/sign-in.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'

export function OperatorForm({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const become = () => becomeOperator({ token, name, email, password }).then(onDone)
  return (
    <ActionForm stacked submit={t`Sign in`} onSubmit={become}>
      <TextInput
        label={t`Name`}
        autoComplete="name"
        required
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <TextInput
        type="email"
        label={t`E-mail`}
        autoComplete="username"
        required
        value={email}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <PasswordField
        label={t`New password`}
        description={t`At least 12 characters`}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
      />
    </ActionForm>
  )
}
