import type { Logger } from '@shopmirror/config'
import type { Platform, WebhookAddresses } from '@shopmirror/platforms'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Refusals, refusalOf } from '../http/refusals.ts'
import type { WebhookMetrics } from '../metrics.ts'
import type { LargeWebhooks } from './large-webhooks.ts'

/** What counting, logging and alerting on a refused webhook needs. */
export interface RejectDeps {
  platforms: ReadonlyMap<string, Platform>
  addresses: Pick<WebhookAddresses, 'verify'>
  metrics: WebhookMetrics
  refusals: Refusals
  largeWebhooks: LargeWebhooks
  log: Logger
}

type Answer = (error: unknown, request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** Webhooks that the HTTP layer refuses are counted and logged like those with a bad signature. */
export function createRejecter(deps: RejectDeps, answer: Answer): Answer {
  return (error, request, reply) => {
    const reason = refusalOf(error)
    if (reason) record(reason, request, deps)
    return answer(error, request, reply)
  }
}

type Reason = NonNullable<ReturnType<typeof refusalOf>>

function record(reason: Reason, request: FastifyRequest, deps: RejectDeps): void {
  const { platform: name = '', shopKey = '' } = request.params as Record<string, string>
  const platform = deps.platforms.get(name)
  const shopId = platform ? deps.addresses.verify(platform.id, shopKey) : null
  const bytes = Number(request.headers['content-length']) || null
  deps.refusals.count(reason)
  deps.metrics.rejected(platform?.id ?? 'unknown', reason)
  const line = { platform: platform?.id ?? 'unknown', reason, bytes, requestId: request.id, ip: request.ip }
  deps.log.info({ ...line, ...(shopId !== null && { shop: shopId }) }, 'webhook.rejected')
  if (reason !== 'too_large' || !platform) return
  if (shopId !== null) deps.largeWebhooks.refused({ shopId, bytes })
  else deps.largeWebhooks.claimed({ platform, headers: request.headers, bytes })
}
