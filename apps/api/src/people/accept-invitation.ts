import type { Repositories } from '@shopmirror/db'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { noteAudit } from '../http/audit.ts'
import { text } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { beginSession } from './begin-session.ts'
import { PASSWORD_LENGTH } from './create-auth.ts'
import { createPerson } from './create-person.ts'
import type { OpenDeps } from './deps.ts'
import { givenPassword } from './password.ts'
import { memberRoleSchema } from './present.ts'
import { signedInSchema } from './sign-in.ts'

const token = text({ max: 100 }).describe('From the link of the invitation')
const shownSchema = z.object({ account: z.string(), email: z.string(), role: memberRoleSchema, expires_at: z.string() })
const bodySchema = z
  .object({
    token,
    name: text({ max: 100 }).optional().describe('Of a person who has no password here yet'),
    password: givenPassword
      .optional()
      .describe('Chosen by a new person, else the existing one; not needed by who is signed in'),
  })
  .strict()
type Given = z.output<typeof bodySchema>

/** `/api/v1/auth/invitation`: what a link invites to, and accepting it. */
export function acceptInvitationRoutes(app: Api, deps: OpenDeps): void {
  const { db, signInLimit } = deps
  app.post('/auth/invitation', {
    schema: {
      operationId: 'readInvitation',
      summary: 'What a link invites to',
      description: 'By POST, so that the token is in no log.',
      tags: ['Sign-in'],
      security: [],
      body: z.object({ token }).strict(),
      response: { 200: dataOf(shownSchema) },
      problems: ['link-ended', 'cross-site'],
    },
    handler: async (request) => {
      await signInLimit(request)
      const { invitation, accountName } = await findOpen(request.body.token, db)
      const { email, role, expiresAt } = invitation
      return { data: { account: accountName, email, role, expires_at: expiresAt.toISOString() } }
    },
  })

  app.post('/auth/invitation/accept', {
    schema: {
      operationId: 'acceptInvitation',
      summary: 'Accept an invitation',
      description: 'A person who is signed in joins with their address; everybody else gives a password.',
      tags: ['Sign-in'],
      security: [],
      body: bodySchema,
      response: { 200: signedInSchema },
      problems: ['link-ended', 'invitation-for-another', 'wrong-sign-in', 'cross-site'],
    },
    handler: async (request, reply) => {
      const { invitation } = await findOpen(request.body.token, db)
      await signInLimit(request, invitation.email)
      const { accountId, role } = invitation
      noteAudit(request, { accountId, targets: { invitation: invitation.id } })
      const userId = await identify(invitation, { request, reply, given: request.body, deps })
      const isAccepted = await db.transaction(async (tx) => {
        if (!(await tx.invitations.accept(invitation.id))) return false
        await tx.members.add({ accountId, userId, role })
        return true
      })
      if (!isAccepted) throw new Problem('link-ended')
      return { data: { signed_in: true } }
    },
  })
}

async function findOpen(token: string, db: Repositories) {
  const found = await db.invitations.findOpen(token)
  if (!found) throw new Problem('link-ended')
  return found
}

interface Acceptance {
  request: FastifyRequest
  reply: FastifyReply
  given: Given
  deps: OpenDeps
}

/** The person who accepts: signed in already, known by their password, or new. */
async function identify(
  invitation: { email: string; mailedAt: Date | null },
  { request, reply, given, deps }: Acceptance,
) {
  const { auth, db, signIns } = deps
  const { email, mailedAt } = invitation
  const signedIn = signIns.cookieOf(request) === undefined ? null : await signIns.find(request, reply)
  if (signedIn) {
    if (signedIn.person.email !== email) throw new Problem('invitation-for-another', { parameters: { email } })
    noteAudit(request, { user: signedIn.person })
    return signedIn.person.id
  }
  const { password = '', name = email } = given
  if (!(await db.people.findByEmail(email))) {
    requireLength(password)
    await createPerson({ email, name, password, isProven: mailedAt !== null }, auth)
  }
  return (await beginSession({ email, password }, { request, reply, auth })).userId
}

function requireLength(password: string): void {
  if (password.length >= PASSWORD_LENGTH.min) return
  const message = `must have at least ${PASSWORD_LENGTH.min} characters`
  throw new Problem('invalid-request', { errors: [{ path: 'body.password', message }] })
}
