import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, TextInput } from '@mantine/core'
import { useState } from 'react'
import { requestPasswordReset } from '../../api/generated/sign-in/sign-in.ts'
import { ActionForm } from '../../parts/action-form.tsx'

export function Request() {
  const { t } = useLingui()
  const [email, setEmail] = useState('')
  const [sentTo, setSentTo] = useState<string>()
  const request = async () => {
    setSentTo(undefined)
    await requestPasswordReset({ email })
    setSentTo(email)
  }
  return (
    <>
      <ActionForm stacked submit={t`Send me a link`} onSubmit={request}>
        <TextInput
          type="email"
          label={t`E-mail`}
          autoComplete="username"
          required
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
      </ActionForm>
      <div role="status">
        {sentTo !== undefined && (
          <Alert color="green" variant="outline">
            <Trans>If somebody signs in here with {sentTo}, a link is on its way. It works once, for one hour.</Trans>
          </Alert>
        )}
      </div>
    </>
  )
}
