import { randomUUID } from 'node:crypto'
import type { MemberRole, Repositories } from '@shopmirror/db'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { People } from '../src/people/create-people.ts'
import { createPerson } from '../src/people/create-person.ts'

export const PASSWORD = 'a password of the tests'

interface VisitDeps {
  app: FastifyInstance
  db: Repositories
  people: People
  /** Of our own pages. */
  origin: string
}

/** Creates people with a role in an account, and signs them in over HTTP. */
export function createVisits({ app, db, people, origin }: VisitDeps) {
  return async (role: MemberRole | 'operator', accountId: string) => {
    const email = `${randomUUID()}@example.com`
    const { id: userId } = await createPerson({ email, name: role, password: PASSWORD, isProven: true }, people.auth)
    if (role === 'operator') await db.people.makeOperator(userId)
    else await db.members.add({ accountId, userId, role })
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/auth/sign-in',
      headers: { origin },
      payload: { email, password: PASSWORD },
      // One address each, as the limits count addresses.
      remoteAddress: `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::1`,
    })
    return { userId, email, headers: { cookie: cookieOf(answer), origin } }
  }
}

/** The cookies of an answer, as a browser sends them back. */
export function cookieOf({ cookies }: LightMyRequestResponse): string {
  return cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
}
