import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { personOf } from '../http/auth.ts'
import { text } from '../http/fields.ts'
import { languages } from '../http/languages.ts'
import { dataOf } from '../http/paging.ts'
import { anyCaller } from '../http/permissions.ts'
import { Problem } from '../http/problem.ts'
import type { Auth } from './create-auth.ts'
import { givenPassword, newPassword, setPassword } from './password.ts'
import type { SignInLimit } from './sign-in-limit.ts'

const tags = ['Sign-in']

interface ProfileDeps {
  auth: Auth
  db: Repositories
  signInLimit: SignInLimit
}

/** `PATCH /api/v1/me` and `PUT /api/v1/me/password`. */
export function profileRoutes(app: Api, { auth, db, signInLimit }: ProfileDeps): void {
  app.patch('/me', {
    schema: {
      operationId: 'updateMe',
      summary: 'Change your name or language',
      tags,
      body: z
        .object({ name: text({ max: 100 }).optional(), language: z.enum(languages).nullable().optional() })
        .strict(),
      response: { 200: dataOf(z.object({ name: z.string(), language: z.enum(languages).nullable() })) },
      problems: ['people-only'],
    },
    config: anyCaller,
    handler: async (request) => {
      const updated = await db.people.update(personOf(request).id, request.body)
      if (!updated) throw new Problem('unauthorized')
      return { data: { name: updated.name, language: updated.language } }
    },
  })

  app.put('/me/password', {
    schema: {
      operationId: 'changePassword',
      summary: 'Change your password',
      description: 'Ends all your other sessions.',
      tags,
      body: z.object({ current_password: givenPassword, new_password: newPassword }).strict(),
      response: { 200: dataOf(z.object({ ended: z.int().describe('Number of other sessions') })) },
      problems: ['people-only', 'wrong-password'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { id, email, sessionId } = personOf(request)
      await signInLimit(request, email)
      if (!(await isPassword(id, request.body.current_password, auth))) throw new Problem('wrong-password')
      await setPassword(id, request.body.new_password, auth)
      return { data: { ended: await db.sessions.endOthers(id, sessionId) } }
    },
  })
}

/** `false` also for a person without a password, after the same time. */
async function isPassword(userId: string, password: string, auth: Auth): Promise<boolean> {
  const { internalAdapter, password: passwords } = await auth.$context
  const logins = await internalAdapter.findAccounts(userId)
  const hash = logins.find(({ providerId }) => providerId === 'credential')?.password
  if (hash) return passwords.verify({ hash, password })
  await passwords.hash(password)
  return false
}
