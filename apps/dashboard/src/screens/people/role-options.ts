import { useRoleLabel } from '../../parts/role-label.ts'
import { useMay } from '../../shell/caller.ts'

const roles = ['viewer', 'member', 'admin', 'owner'] as const

/** The roles that the reader may give. */
export function useRoleOptions() {
  const may = useMay()
  const roleLabel = useRoleLabel()
  return roles.filter((role) => role !== 'owner' || may('own')).map((value) => ({ value, label: roleLabel(value) }))
}
