import { useLingui } from '@lingui/react/macro'
import type { Me } from '../api/generated/model/index.ts'

type Role = Me['role']

/** A role in a word. */
export function useRoleLabel(): (role: Role) => string {
  const { t } = useLingui()
  const labels: Record<Role, string> = {
    owner: t`owner`,
    admin: t`administrator`,
    member: t`member`,
    viewer: t`viewer`,
    operator: t`operator`,
    none: t`no role`,
  }
  return (role) => labels[role]
}
