import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Button, Code, Group, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Member } from '../../api/generated/model/index.ts'
import { getListInvitationsQueryKey, invitePerson } from '../../api/generated/people/people.ts'
import { useAction } from '../../api/use-action.ts'
import { FailedText } from '../../parts/failed-text.tsx'
import { useRoleOptions } from './role-options.ts'

interface Sent {
  email: string
  /** `null` when it was sent by e-mail. */
  link: string | null
}

export function Invite() {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Member['role']>('viewer')
  const [sent, setSent] = useState<Sent>()
  const { run, error, isPending } = useAction(async () => {
    const { data } = await invitePerson({ email, role })
    setSent({ email, link: data.link })
    setEmail('')
    await queries.invalidateQueries({ queryKey: getListInvitationsQueryKey() })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end">
        <TextInput
          type="email"
          label={t`E-mail of the new person`}
          required
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <NativeSelect
          label={t`Role`}
          value={role}
          data={useRoleOptions()}
          onChange={({ currentTarget }) => setRole(currentTarget.value as Member['role'])}
        />
        <Button type="submit" loading={isPending}>
          <Trans>Invite</Trans>
        </Button>
      </Group>
      {error !== undefined && <FailedText error={error} />}
      <div role="status">{sent && <Result sent={sent} />}</div>
    </form>
  )
}

function Result({ sent: { email, link } }: { sent: Sent }) {
  const { t } = useLingui()
  if (link === null)
    return (
      <Alert color="green" variant="outline" mt="md">
        <Trans>The invitation was sent to {email}.</Trans>
      </Alert>
    )
  return (
    <Alert color="green" variant="outline" mt="md" title={t`Send this link to ${email}: it is not shown again.`}>
      <Code block>{link}</Code>
    </Alert>
  )
}
