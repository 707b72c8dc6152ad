import { useLingui } from '@lingui/react/macro'
import { NativeSelect, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Member } from '../../api/generated/model/index.ts'
import { getListPeopleQueryKey, setPersonRole } from '../../api/generated/people/people.ts'
import { useAction } from '../../api/use-action.ts'
import { FailedText } from '../../parts/failed-text.tsx'
import { useRoleOptions } from './role-options.ts'

/** Changes a role at once. */
export function RoleSelect({ member: { id, name, role } }: { member: Member }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const { run, error, isPending } = useAction(async (next: Member['role']) => {
    await setPersonRole(id, { role: next })
    await queries.invalidateQueries({ queryKey: getListPeopleQueryKey() })
  })
  return (
    <Stack gap="xs">
      <NativeSelect
        size="xs"
        aria-label={t`Role of ${name}`}
        value={role}
        aria-disabled={isPending}
        data={useRoleOptions()}
        onChange={({ currentTarget }) => !isPending && void run(currentTarget.value as Member['role'])}
      />
      {error !== undefined && <FailedText error={error} />}
    </Stack>
  )
}
