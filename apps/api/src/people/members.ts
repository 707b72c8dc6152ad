import type { MemberRole, MembershipChange, Repositories } from '@shopmirror/db'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { callerOf, personOf, requirePermission } from '../http/auth.ts'
import { idSchema } from '../http/fields.ts'
import { dataOf } from '../http/paging.ts'
import { anyCaller } from '../http/permissions.ts'
import { Problem } from '../http/problem.ts'
import { memberRoleSchema, memberSchema, presentMember } from './present.ts'

const tags = ['People']
const params = z.object({ id: idSchema })
const manage = { permission: 'manage' } as const
const goneSchema = dataOf(z.object({ id: z.string(), status: z.literal('removed') }))

/** `/api/v1/people`: the members of the caller's account and their roles. */
export function memberRoutes(app: Api, { db }: { db: Repositories }): void {
  app.get('/people', {
    schema: {
      operationId: 'listPeople',
      summary: 'Members of your account, by name',
      tags,
      response: { 200: dataOf(z.array(memberSchema)) },
    },
    handler: async (request) => ({ data: (await db.members.list(callerOf(request).accountId)).map(presentMember) }),
  })

  app.patch('/people/:id', {
    schema: {
      operationId: 'setPersonRole',
      summary: "Change a member's role",
      description: 'Holds from their next request on. Only owners make and unmake owners.',
      tags,
      params,
      body: z.object({ role: memberRoleSchema }).strict(),
      response: { 200: dataOf(z.object({ id: z.string(), role: memberRoleSchema })) },
      problems: ['not-found', 'last-owner'],
    },
    config: manage,
    handler: async (request) => {
      const { role } = request.body
      const membership = membershipOf(request)
      await requireAbove(request, role, db)
      check(await db.members.setRole(membership, role))
      return { data: { id: membership.userId, role } }
    },
  })

  app.delete('/people/:id', {
    schema: {
      operationId: 'removePerson',
      summary: 'Remove a member from your account',
      tags,
      params,
      response: { 200: goneSchema },
      problems: ['not-found', 'last-owner'],
    },
    config: manage,
    handler: async (request) => {
      const membership = membershipOf(request)
      await requireAbove(request, null, db)
      check(await db.members.remove(membership))
      return { data: { id: membership.userId, status: 'removed' } as const }
    },
  })

  app.post('/me/leave', {
    schema: {
      operationId: 'leaveAccount',
      summary: 'Leave the selected account',
      tags,
      response: { 200: goneSchema },
      problems: ['people-only', 'not-found', 'last-owner'],
    },
    config: anyCaller,
    handler: async (request) => {
      const { id } = personOf(request)
      check(await db.members.remove({ accountId: callerOf(request).accountId, userId: id }))
      return { data: { id, status: 'removed' } as const }
    },
  })
}

function membershipOf(request: FastifyRequest<{ Params: { id: string } }>) {
  return { accountId: callerOf(request).accountId, userId: request.params.id }
}

/** Only who owns an account may touch an owner, or make one. */
async function requireAbove(
  request: FastifyRequest<{ Params: { id: string } }>,
  next: MemberRole | null,
  db: Repositories,
): Promise<void> {
  const before = await db.members.roleOf(membershipOf(request))
  if (before === null) throw new Problem('not-found')
  if (before === 'owner' || next === 'owner') requirePermission(callerOf(request), 'own')
}

function check(change: MembershipChange): void {
  if (change === 'not_found') throw new Problem('not-found')
  if (change === 'last_owner') throw new Problem('last-owner')
}
