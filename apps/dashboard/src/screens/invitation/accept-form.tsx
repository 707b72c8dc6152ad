import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { acceptInvitation } from '../../api/generated/sign-in/sign-in.ts'
import { openAfresh } from '../../api/session.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'

/** Who is signed in as the invited person only presses; everybody else gives a password. */
export function AcceptForm({ token, isSignedIn }: { token: string; isSignedIn: boolean }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const accept = async () => {
    await acceptInvitation({ token, ...(!isSignedIn && { ...(name && { name }), password }) })
    openAfresh('/')
  }
  return (
    <ActionForm stacked submit={t`Accept`} onSubmit={accept}>
      {!isSignedIn && (
        <>
          <TextInput
            label={t`Your name`}
            autoComplete="name"
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <PasswordField
            label={t`Password`}
            description={t`Choose one of at least 12 characters. If you have one here already, enter that.`}
            value={password}
            onChange={setPassword}
          />
        </>
      )}
    </ActionForm>
  )
}
