import { type MemberRole, memberRoles } from '@shopmirror/db'
import { z } from 'zod'
import { iso, time, timeOrNull } from '../control/present/common.ts'

/** Role of a person in an account. */
export const memberRoleSchema = z.enum(memberRoles)

/** A member of an account. */
export const memberSchema = z
  .object({ id: z.string(), name: z.string(), email: z.string(), role: memberRoleSchema, joined_at: time })
  .meta({ id: 'Member' })

/** A row of `account_members` with its person as `memberSchema`. */
export function presentMember(row: { userId: string; name: string; email: string; role: MemberRole; createdAt: Date }) {
  const { userId: id, name, email, role, createdAt } = row
  return { id, name, email, role, joined_at: createdAt.toISOString() }
}

/** An invitation, without its link. */
export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    role: memberRoleSchema,
    created_at: time,
    expires_at: time,
    mailed_at: timeOrNull.describe('When the link was sent by e-mail'),
  })
  .meta({ id: 'Invitation' })

interface InvitationRow {
  id: string
  email: string
  role: MemberRole
  createdAt: Date
  expiresAt: Date
  mailedAt: Date | null
}

/** A row of `account_invitations` as `invitationSchema`. */
export function presentInvitation({ id, email, role, createdAt, expiresAt, mailedAt }: InvitationRow) {
  return {
    ...{ id, email, role },
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    mailed_at: iso(mailedAt),
  }
}
