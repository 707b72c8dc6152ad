import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { text } from '../http/fields.ts'
import { Problem } from '../http/problem.ts'
import { beginSession } from './begin-session.ts'
import type { Auth } from './create-auth.ts'
import { createPerson } from './create-person.ts'
import type { OpenDeps } from './deps.ts'
import { newPassword, setPassword } from './password.ts'
import { emailSchema, signedInSchema } from './sign-in.ts'

/** Name of the account that the first operator finds when there is none yet. */
const FIRST_ACCOUNT = 'Shopmirror'

const bodySchema = z
  .object({
    token: text({ max: 100 }).describe('From the link of `npm run operator-link`'),
    email: emailSchema,
    name: text({ max: 100 }),
    password: newPassword,
  })
  .strict()

/** `POST /api/v1/auth/operator-link`: whoever can start this server makes themselves an operator. */
export function operatorLinkRoute(app: Api, { auth, db, signInLimit }: OpenDeps): void {
  app.post('/auth/operator-link', {
    schema: {
      operationId: 'becomeOperator',
      summary: 'Become an operator with a one-time link',
      description: 'Also sets a new password for a person who is known already, and ends their other sessions.',
      tags: ['Sign-in'],
      security: [],
      body: bodySchema,
      response: { 200: signedInSchema },
      problems: ['link-ended', 'cross-site'],
    },
    handler: async (request, reply) => {
      const { token, ...person } = request.body
      await signInLimit(request)
      // First, so that of two who open the link at once only one becomes an operator.
      if (!(await db.operatorLinks.consume(token))) throw new Problem('link-ended')
      await makeOperator(person, { auth, db })
      await beginSession(person, { request, reply, auth })
      return { data: { signed_in: true } }
    },
  })
}

type Given = Omit<z.output<typeof bodySchema>, 'token'>

async function makeOperator(person: Given, { auth, db }: { auth: Auth; db: Repositories }): Promise<void> {
  const known = await db.people.findByEmail(person.email)
  const { id } = known ?? (await createPerson({ ...person, isProven: true }, auth))
  if (known) {
    await setPassword(id, person.password, auth)
    await db.sessions.endOthers(id, null)
  }
  await db.people.makeOperator(id)
  if ((await db.accounts.firstId()) === null) await db.accounts.create({ name: FIRST_ACCOUNT })
}
