import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import type { Invitation } from '../../api/generated/model/index.ts'
import { getListInvitationsQueryKey, revokeInvitation, useListInvitations } from '../../api/generated/people/people.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useRoleLabel } from '../../parts/role-label.ts'
import { Section } from '../../parts/section.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { Invite } from './invite.tsx'

/** Inviting people, and the invitations that nobody has accepted yet. */
export function Invitations() {
  const { t } = useLingui()
  const columns = useColumns()
  const invitations = useListInvitations()
  return (
    <Section title={t`Invitations`}>
      <Invite />
      <StateView
        query={invitations}
        isEmpty={({ data }) => data.length === 0}
        empty={<Notice icon="empty" title={t`No open invitations`} />}
      >
        {({ data }) => <Table label={t`Invitations`} columns={columns} rows={data} idOf={({ id }) => id} />}
      </StateView>
    </Section>
  )
}

function useColumns(): Column<Invitation>[] {
  const { t } = useLingui()
  const roleLabel = useRoleLabel()
  return [
    { id: 'email', header: t`E-mail`, cell: ({ email }) => email },
    { id: 'role', header: t`Role`, cell: ({ role }) => roleLabel(role) },
    { id: 'ends', header: t`Ends`, cell: ({ expires_at }) => <Time at={expires_at} /> },
    { id: 'revoke', header: t`Link`, cell: (invitation) => <Withdraw invitation={invitation} /> },
  ]
}

function Withdraw({ invitation: { id, email } }: { invitation: Invitation }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  return (
    <ConfirmButton
      size="xs"
      label={t`Withdraw`}
      title={t`Withdraw the invitation of ${email}?`}
      text={t`The link stops working.`}
      onConfirm={async () => {
        await revokeInvitation(id)
        await queries.invalidateQueries({ queryKey: getListInvitationsQueryKey() })
      }}
    />
  )
}
