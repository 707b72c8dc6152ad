import type { Logger, SpanOptions, Tracer } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { Arrival } from '@shopmirror/jobs'
import type { Platform, RejectReason, WebhookAddresses, WebhookDelivery, WebhookRequest } from '@shopmirror/platforms'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { Problem } from '../http/problem.ts'
import { answerProblem, noSniff } from '../http/respond.ts'
import { FROM_PLATFORMS } from '../http/tags.ts'
import type { WebhookMetrics } from '../metrics.ts'
import type { GroupCommit } from './group-commit.ts'
import { inboundOf } from './inbound.ts'
import type { OwnSecrets } from './own-secrets.ts'

const RETRY_AFTER_SECONDS = 30
/** `*` is the topic, which may contain slashes. */
const SHOP_ADDRESS = '/webhooks/:platform/:shopKey/*'
/** Characters that platforms use in topics. */
const TOPIC = /^[\w./:-]{1,100}$/

/** What receiving webhooks needs. It opens no database unless a shop signs with its own secret. */
export interface WebhookDeps {
  platforms: ReadonlyMap<string, Platform>
  addresses: Pick<WebhookAddresses, 'verify'>
  inbox: Pick<GroupCommit, 'add'>
  ownSecrets: OwnSecrets
  /** Encrypts bodies that may contain a token. */
  sealBody: Repositories['deliveries']['sealBody']
  metrics: WebhookMetrics
  tracer: Tracer
  log: Logger
  now(): Date
}

interface SharedAddress {
  platform: string
}

interface ShopAddress extends SharedAddress {
  shopKey: string
  /** The topic, which may contain slashes. */
  '*': string
}

/** Verifies the raw bytes, stores the delivery, then answers 200. The only database access is that write. */
export function webhookRoutes(app: FastifyInstance, deps: WebhookDeps): void {
  const { platforms, addresses } = deps
  const shopOf = ({ platform, shopKey, '*': topic }: ShopAddress) =>
    platforms.has(platform) && TOPIC.test(topic) ? addresses.verify(platform, shopKey) : null

  app.post<{ Params: SharedAddress }>(
    '/webhooks/:platform',
    { schema: { ...delivered, operationId: 'receiveWebhook', summary: "A webhook signed with the app's secret" } },
    (request, reply) => {
      receive(request.params.platform, inboundOf(request), { request, reply, deps })
    },
  )

  app.post<{ Params: ShopAddress }>(
    SHOP_ADDRESS,
    {
      schema: { ...delivered, operationId: 'receiveShopWebhook', summary: 'A webhook of one shop, at its own address' },
    },
    (request, reply) => {
      const shopId = shopOf(request.params)
      if (!shopId) return void rejectUnknown(request.params.platform, { request, reply, deps })
      const { platform, '*': topic } = request.params
      receive(platform, { ...inboundOf(request), shopId, topic }, { request, reply, deps })
    },
  )

  // Some platforms and merchants check the address with GET.
  const schema = { ...looked, operationId: 'checkShopAddress', summary: 'Check whether a webhook address exists' }
  app.get<{ Params: ShopAddress }>(SHOP_ADDRESS, { schema }, (request, reply) => {
    if (!shopOf(request.params)) return answerProblem(new Problem('not-found'), request, reply)
    return reply.headers({ ...noSniff, 'cache-control': 'no-store' }).send('ok')
  })
}

const delivered = {
  ...{ tags: [FROM_PLATFORMS], security: [] },
  answers: { 200: { type: 'null', description: 'Stored' } },
  problems: ['not-found', 'unsigned-webhook'],
} satisfies FastifySchema

const looked = {
  ...{ tags: [FROM_PLATFORMS], security: [] },
  answers: { 200: { description: 'It exists', content: { 'text/plain': { schema: { const: 'ok' } } } } },
  problems: ['not-found'],
} satisfies FastifySchema

interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
  deps: WebhookDeps
}

/** Callbacks instead of async functions, because this is the hot path. */
function receive(name: string, inbound: WebhookRequest, exchange: Exchange): void {
  const platform = exchange.deps.platforms.get(name)
  if (!platform) return void rejectUnknown(name, exchange)

  const verdict = platform.webhooks.verify(inbound)
  if (verdict.ok) return void commit(verdict.value, { platform: name, inbound, exchange })
  if (verdict.reason !== 'bad_signature' || inbound.shopId === undefined)
    return void reject(verdict.reason, name, exchange)

  // Signed with another secret: the shop may be connected with its own app.
  exchange.deps.ownSecrets(platform, inbound.shopId).then(
    (ownSecret) => {
      const second = ownSecret === null ? verdict : platform.webhooks.verify({ ...inbound, ownSecret })
      if (second.ok) commit(second.value, { platform: name, inbound, exchange })
      else reject(second.reason, name, exchange)
    },
    () => unavailable(exchange),
  )
}

interface VerifiedWebhook {
  platform: string
  inbound: WebhookRequest
  exchange: Exchange
}

function commit(value: WebhookDelivery, { platform, inbound, exchange }: VerifiedWebhook): void {
  const { reply, deps } = exchange
  if (value.secretIndex !== undefined) deps.metrics.signed(platform, value.secretIndex)
  const arrival = arrivalOf(platform, value, { inbound, receivedAt: deps.now() })
  if (value.about !== undefined) seal(arrival, value.about, deps)
  const span = deps.tracer.begin('webhook.receive', () => describeReceipt(arrival, reply))
  if (span.context !== undefined) arrival.traceContext = span.context
  deps.inbox.add(arrival).then(
    () => {
      reply.code(200).headers(noSniff).send()
      deps.metrics.acknowledged(platform, reply.elapsedTime)
      span.end()
    },
    (error: unknown) => {
      unavailable(exchange)
      span.end(error)
    },
  )
}

/** The first span of a trace, whatever the sender says. */
function describeReceipt({ platform, topic, shopId: shop }: Arrival, { elapsedTime }: FastifyReply): SpanOptions {
  const attributes = { platform, topic, ...(shop !== undefined && { shop }) }
  return { role: 'server', of: [], attributes, startedAt: Date.now() - elapsedTime }
}

/** From here on neither Redis nor Postgres stores the token unencrypted. */
function seal(arrival: Arrival, about: NonNullable<WebhookDelivery['about']>, { sealBody }: WebhookDeps): void {
  arrival.about = about
  arrival.body = sealBody(arrival, arrival.body)
}

function unavailable({ request, reply }: Exchange): void {
  answerProblem(new Problem('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS }), request, reply)
}

function reject(reason: RejectReason, platform: string, exchange: Exchange): void {
  recordRejection(reason, platform, exchange)
  answerProblem(new Problem('unsigned-webhook'), exchange.request, exchange.reply)
}

/** An address that we never registered, or whose platform is not enabled. */
function rejectUnknown(platform: string, exchange: Exchange): void {
  recordRejection('unknown_address', exchange.deps.platforms.has(platform) ? platform : 'unknown', exchange)
  answerProblem(new Problem('not-found'), exchange.request, exchange.reply)
}

function recordRejection(
  reason: RejectReason | 'unknown_address',
  platform: string,
  { request, deps }: Exchange,
): void {
  deps.metrics.rejected(platform, reason)
  deps.log.info({ platform, reason, requestId: request.id, ip: request.ip }, 'webhook.rejected')
}

interface ArrivalInput {
  inbound: WebhookRequest
  receivedAt: Date
}

function arrivalOf(platform: string, value: WebhookDelivery, { inbound, receivedAt }: ArrivalInput): Arrival {
  const { deliveryId, topic, shopId, domain, triggeredAt } = value
  const contentType = inbound.headers['content-type']
  const arrival: Arrival = {
    platform,
    deliveryId,
    topic,
    contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
    body: inbound.body,
    receivedAt: receivedAt.toISOString(),
  }
  if (shopId !== undefined) arrival.shopId = shopId
  if (domain !== undefined) arrival.domain = domain
  if (triggeredAt !== undefined) arrival.triggeredAt = triggeredAt.toISOString()
  return arrival
}
