import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { finishPasswordReset } from '../../api/generated/sign-in/sign-in.ts'
import { openAfresh } from '../../api/session.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'

export function Choose({ token }: { token: string }) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const finish = async () => {
    await finishPasswordReset({ token, password })
    openAfresh('/')
  }
  return (
    <ActionForm stacked submit={t`Set the password and sign in`} onSubmit={finish}>
      <PasswordField
        label={t`New password`}
        description={t`At least 12 characters. Your other sessions end.`}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
      />
    </ActionForm>
  )
}
