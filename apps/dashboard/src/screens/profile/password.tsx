import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Button, PasswordInput, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { changePassword } from '../../api/generated/sign-in/sign-in.ts'
import { useAction } from '../../api/use-action.ts'
import { FailedText } from '../../parts/failed-text.tsx'
import { Section } from '../../parts/section.tsx'

export function Password({ email }: { email: string }) {
  const { t } = useLingui()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [isDone, setDone] = useState(false)
  const { run, error, isPending } = useAction(async () => {
    setDone(false)
    await changePassword({ current_password: current, new_password: next })
    setCurrent('')
    setNext('')
    setDone(true)
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
  const toggle = { 'aria-label': t`Show the password` }
  return (
    <Section title={t`Password`}>
      <form onSubmit={submit}>
        <Stack maw={360}>
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <PasswordInput
            label={t`Current password`}
            autoComplete="current-password"
            required
            value={current}
            visibilityToggleButtonProps={toggle}
            onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
          />
          <PasswordInput
            label={t`New password`}
            description={t`At least 12 characters. Your other sessions end.`}
            autoComplete="new-password"
            required
            value={next}
            visibilityToggleButtonProps={toggle}
            onChange={({ currentTarget }) => setNext(currentTarget.value)}
          />
          {error !== undefined && <FailedText error={error} />}
          <Button type="submit" loading={isPending}>
            <Trans>Change the password</Trans>
          </Button>
          <div role="status">
            {isDone && (
              <Alert color="green" variant="outline">
                <Trans>The password is changed.</Trans>
              </Alert>
            )}
          </div>
        </Stack>
      </form>
    </Section>
  )
}
