import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import type { Member } from '../../api/generated/model/index.ts'
import { getListPeopleQueryKey, removePerson, useListPeople } from '../../api/generated/people/people.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useRoleLabel } from '../../parts/role-label.ts'
import { StateView } from '../../parts/state-view.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/caller.ts'
import { RoleSelect } from './role-select.tsx'

export function Members() {
  const { t } = useLingui()
  const columns = useColumns()
  const members = useListPeople()
  return (
    <StateView
      query={members}
      isEmpty={({ data }) => data.length === 0}
      empty={<Notice icon="people" title={t`No members yet`} text={t`Invite the people who work with these shops.`} />}
    >
      {({ data }) => <Table label={t`Members`} columns={columns} rows={data} idOf={({ id }) => id} />}
    </StateView>
  )
}

function useColumns(): Column<Member>[] {
  const { t } = useLingui()
  const may = useMay()
  const roleLabel = useRoleLabel()
  const mayChange = (member: Member) => may(member.role === 'owner' ? 'own' : 'manage')
  return [
    { id: 'name', header: t`Name`, cell: ({ name }) => name },
    { id: 'email', header: t`E-mail`, cell: ({ email }) => email },
    {
      id: 'role',
      header: t`Role`,
      cell: (member) => (mayChange(member) ? <RoleSelect member={member} /> : roleLabel(member.role)),
    },
    { id: 'joined', header: t`Member since`, cell: ({ joined_at }) => <Time at={joined_at} /> },
    ...(may('manage')
      ? [
          {
            id: 'remove',
            header: t`Membership`,
            cell: (member: Member) => mayChange(member) && <Remove member={member} />,
          },
        ]
      : []),
  ]
}

function Remove({ member: { id, name } }: { member: Member }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  return (
    <ConfirmButton
      size="xs"
      label={t`Remove`}
      title={t`Remove ${name}?`}
      text={t`They lose access to this account with their next request. What they did stays in the audit log.`}
      onConfirm={async () => {
        await removePerson(id)
        await queries.invalidateQueries({ queryKey: getListPeopleQueryKey() })
      }}
    />
  )
}
