import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member } from '../../api/generated/model/index.ts'
import { getListInvitationsQueryKey, invitePerson } from '../../api/generated/people/people.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
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
  const invite = async () => {
    const { data } = await invitePerson({ email, role })
    setSent({ email, link: data.link })
    setEmail('')
    await queries.invalidateQueries({ queryKey: getListInvitationsQueryKey() })
  }
  return (
    <div>
      <ActionForm submit={t`Invite`} onSubmit={invite}>
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
      </ActionForm>
      <div role="status">{sent && <Result sent={sent} />}</div>
    </div>
  )
}

function Result({ sent: { email, link } }: { sent: Sent }) {
  const { t } = useLingui()
  if (link !== null) return <ShownOnce title={t`Send this link to ${email}: it is not shown again.`} secret={link} />
  return (
    <Alert color="green" variant="outline" mt="md">
      <Trans>The invitation was sent to {email}.</Trans>
    </Alert>
  )
}
