import type { SignedCall } from '@shopmirror/platforms'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type DisconnectDeps, disconnectShopIn } from '../disconnect-shop.ts'
import type { ProblemName } from '../http/messages.ts'
import { Problem } from '../http/problem.ts'
import { answerPerson, noSniff } from '../http/respond.ts'
import { FROM_PLATFORMS } from '../http/tags.ts'
import { inboundOf } from './inbound.ts'
import { createRejecter, type RejectDeps } from './reject-unread.ts'
import { once } from './used-calls.ts'

/** What the route of uninstalls needs. */
export interface UninstallDeps extends DisconnectDeps, RejectDeps {}

interface Address {
  platform: string
}

const described = {
  summary: 'The merchant has uninstalled the app',
  tags: [FROM_PLATFORMS],
  security: [],
  response: { 200: z.object({ status: z.literal('ok') }) },
  problems: ['not-found', 'bad-signature'] satisfies ProblemName[],
}

/** 200 for every correctly signed call: the first, a repeated one, and one for an unknown shop. */
export function uninstallRoutes(app: FastifyInstance, deps: UninstallDeps): void {
  const uninstall = async (request: FastifyRequest<{ Params: Address }>, reply: FastifyReply) => {
    const { platform: name } = request.params
    const install = deps.platforms.get(name)?.install
    if (install?.kind !== 'signed_by_platform' || !install.verifyUninstall) throw new Problem('not-found')
    const verdict = install.verifyUninstall(inboundOf(request))
    if (!verdict.ok) {
      deps.log.info({ platform: name, reason: verdict.reason, requestId: request.id }, 'uninstall.rejected')
      throw new Problem('bad-signature')
    }
    await disconnectOnce(name, verdict.value, deps)
    return reply
      .code(200)
      .headers({ ...noSniff, 'cache-control': 'no-store' })
      .send({ status: 'ok' })
  }
  const errorHandler = createRejecter(deps, answerPerson)
  const options = (operationId: string) => ({ schema: { ...described, operationId }, errorHandler })
  app.get<{ Params: Address }>('/webhooks/:platform/uninstall', options('uninstallByGet'), uninstall)
  app.post<{ Params: Address }>('/webhooks/:platform/uninstall', options('uninstall'), uninstall)
}

/** A repeated call must not disconnect a shop that was installed again since. */
async function disconnectOnce(platform: string, { domain, nonce }: SignedCall, deps: UninstallDeps): Promise<void> {
  const { done } = await once({ platform, purpose: 'uninstall', nonce }, deps, async (db, enqueue) => {
    const shop = await db.shops.findConnected(platform, domain)
    if (shop) await disconnectShopIn(shop.id, 'uninstalled in the shop', { ...deps, db, enqueue })
    else deps.log.info({ platform, domain }, 'uninstall.unknown_shop')
  })
  if (!done) deps.log.info({ platform, domain }, 'uninstall.repeated')
}
