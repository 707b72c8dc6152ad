import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Box } from '@mantine/core'
import { useState } from 'react'
import { changePassword } from '../../api/generated/sign-in/sign-in.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { Section } from '../../parts/section.tsx'

export function Password({ email }: { email: string }) {
  const { t } = useLingui()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [isDone, setDone] = useState(false)
  const change = async () => {
    setDone(false)
    await changePassword({ current_password: current, new_password: next })
    setCurrent('')
    setNext('')
    setDone(true)
  }
  return (
    <Section title={t`Password`}>
      <Box maw={360}>
        <ActionForm stacked submit={t`Change the password`} onSubmit={change}>
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <PasswordField
            label={t`Current password`}
            autoComplete="current-password"
            value={current}
            onChange={setCurrent}
          />
          <PasswordField
            label={t`New password`}
            description={t`At least 12 characters. Your other sessions end.`}
            autoComplete="new-password"
            value={next}
            onChange={setNext}
          />
        </ActionForm>
        <div role="status">
          {isDone && (
            <Alert color="green" variant="outline" mt="md">
              <Trans>The password is changed.</Trans>
            </Alert>
          )}
        </div>
      </Box>
    </Section>
  )
}
