import type { Logger, PublicUrl } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { SendMail } from '@shopmirror/jobs'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { noteAudit } from '../http/audit.ts'
import { callerOf, requirePermission } from '../http/auth.ts'
import { idSchema } from '../http/fields.ts'
import { languageOf } from '../http/languages.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { describeInvitation } from './invitation-mail.ts'
import { invitationSchema, memberRoleSchema, presentInvitation } from './present.ts'
import { emailSchema } from './sign-in.ts'

/** How long an invitation can be accepted, ms. */
const INVITATION_MS = 7 * 86_400_000
const tags = ['People']
const manage = { permission: 'manage' } as const

interface InvitationDeps {
  db: Repositories
  publicUrl: PublicUrl
  /** `null` without a mail server. */
  sendMail: SendMail | null
  log: Logger
}

const issuedSchema = z.object({
  id: z.string(),
  expires_at: z.string(),
  link: z.string().nullable().describe('Shown only once; `null` when it was sent by e-mail'),
})

/** `/api/v1/invitations`: inviting people into the caller's account. */
export function invitationRoutes(app: Api, deps: InvitationDeps): void {
  const { db, publicUrl } = deps
  app.get('/invitations', {
    schema: {
      operationId: 'listInvitations',
      summary: 'Invitations that nobody has accepted yet, newest first',
      tags,
      response: { 200: dataOf(z.array(invitationSchema)) },
    },
    config: manage,
    handler: async (request) => ({
      data: (await db.invitations.list(callerOf(request).accountId)).map(presentInvitation),
    }),
  })

  app.post('/invitations', {
    schema: {
      operationId: 'invitePerson',
      summary: 'Invite a person',
      description: 'For 7 days, once, for this address only. Replaces an earlier invitation of the address.',
      tags,
      body: z.object({ email: emailSchema, role: memberRoleSchema }).strict(),
      response: { 201: dataOf(issuedSchema) },
    },
    config: { ...manage, rateLimit: { max: 20, timeWindow: 60_000 } },
    handler: async (request, reply) => {
      const caller = callerOf(request)
      const { accountId, person } = caller
      const { email, role } = request.body
      if (role === 'owner') requirePermission(caller, 'own')
      const invitedBy = person?.id ?? null
      const { id, token, expiresAt } = await db.invitations.create({
        accountId,
        email,
        role,
        invitedBy,
        ttlMs: INVITATION_MS,
      })
      noteAudit(request, { targets: { invitation: id } })
      // After the #, which browsers send to nobody.
      const link = publicUrl.at(`/dashboard/invitations/${id}#${token}`)
      const account = (await db.accounts.find(accountId))?.name ?? accountId
      const text = describeInvitation(languageOf(request), { account, inviter: person?.name ?? account, link })
      const isMailed = await send({ to: email, ...text }, id, deps)
      return reply.code(201).send({ data: { id, expires_at: expiresAt.toISOString(), link: isMailed ? null : link } })
    },
  })

  app.delete('/invitations/:id', {
    schema: {
      operationId: 'revokeInvitation',
      summary: 'Withdraw an invitation',
      tags,
      params: z.object({ id: idSchema }),
      response: { 200: dataOf(z.object({ id: z.string(), status: z.literal('revoked') })) },
      problems: ['not-found'],
    },
    config: manage,
    handler: async (request) => {
      const { id } = request.params
      if (!(await db.invitations.revoke(id, callerOf(request).accountId))) throw new Problem('not-found')
      return { data: { id, status: 'revoked' } as const }
    },
  })
}

/** Whether it was sent. If not, who invites passes the link on. */
async function send(
  mail: Parameters<SendMail>[0],
  id: string,
  { db, sendMail, log }: InvitationDeps,
): Promise<boolean> {
  if (!sendMail) return false
  try {
    await sendMail(mail)
  } catch (error) {
    log.warn({ err: error, invitation: id }, 'invitation.unsent')
    return false
  }
  await db.invitations.markMailed(id)
  return true
}
