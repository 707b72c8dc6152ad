import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { noteAudit } from '../http/audit.ts'
import { text } from '../http/fields.ts'
import { languageOf } from '../http/languages.ts'
import { dataOf } from '../http/paging.ts'
import { Problem } from '../http/problem.ts'
import { beginSession } from './begin-session.ts'
import type { OpenDeps } from './deps.ts'
import { newPassword, setPassword } from './password.ts'
import { describePasswordReset } from './password-reset-mail.ts'
import { emailSchema, signedInSchema } from './sign-in.ts'

const TOKEN_BYTES = 32
/** How long a link works, ms. */
const LINK_MS = 3_600_000
const tags = ['Sign-in']
const identifierOf = (token: string) => `password-reset:${token}`

/** `/api/v1/auth/password-reset`: a new password for who has forgotten theirs, by a link in a mail. */
export function passwordResetRoutes(app: Api, deps: OpenDeps): void {
  app.post('/auth/password-reset', {
    schema: {
      operationId: 'requestPasswordReset',
      summary: 'Send a link for a new password',
      description: 'The answer is the same for an address that nobody has. The link works once, for an hour.',
      tags,
      security: [],
      body: z.object({ email: emailSchema }).strict(),
      response: { 202: dataOf(z.object({ status: z.literal('accepted') })) },
      problems: ['not-found', 'cross-site'],
    },
    handler: async (request, reply) => {
      const { email } = request.body
      if (!deps.sendMail) throw new Problem('not-found')
      await deps.signInLimit(request, email)
      await deps.resetLimit(email)
      noteAudit(request, {})
      // Not awaited: how long it takes would say whether somebody has the address.
      void sendLink(email, request, deps)
      return reply.code(202).send({ data: { status: 'accepted' } })
    },
  })

  app.post('/auth/password-reset/finish', {
    schema: {
      operationId: 'finishPasswordReset',
      summary: 'Set a new password with the link of the mail',
      description: 'Ends all other sessions of the person, and signs in.',
      tags,
      security: [],
      body: z.object({ token: text({ max: 100 }).describe('From the link'), password: newPassword }).strict(),
      response: { 200: signedInSchema },
      problems: ['link-ended', 'cross-site'],
    },
    handler: async (request, reply) => {
      const { token, password } = request.body
      await deps.signInLimit(request)
      const person = await consume(token, deps)
      await setPassword(person.id, password, deps.auth)
      await deps.db.people.proveEmail(person.id)
      await deps.db.sessions.endOthers(person.id, null)
      await beginSession({ email: person.email, password }, { request, reply, auth: deps.auth })
      return { data: { signed_in: true } }
    },
  })
}

async function sendLink(email: string, request: FastifyRequest, deps: OpenDeps): Promise<void> {
  const { db, auth, publicUrl, sendMail, log } = deps
  try {
    const person = await db.people.findByEmail(email)
    if (!person || !sendMail) return
    await db.people.endPasswordResets(person.id)
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    const { internalAdapter } = await auth.$context
    const expiresAt = new Date(Date.now() + LINK_MS)
    await internalAdapter.createVerificationValue({ identifier: identifierOf(token), value: person.id, expiresAt })
    // After the #, which browsers send to nobody.
    const link = publicUrl.at(`/dashboard/new-password#${token}`)
    await sendMail({ to: person.email, ...describePasswordReset(person.language ?? languageOf(request), link) })
  } catch (error) {
    log.warn({ err: error }, 'password-reset.unsent')
  }
}

/** The person of an open link, which ends with this call. Throws `link-ended`. */
async function consume(token: string, { auth, db }: OpenDeps) {
  const { internalAdapter } = await auth.$context
  const found = await internalAdapter.consumeVerificationValue(identifierOf(token))
  const person = found && (await db.people.find(found.value))
  if (!person) throw new Problem('link-ended')
  await db.people.endPasswordResets(person.id)
  return person
}
