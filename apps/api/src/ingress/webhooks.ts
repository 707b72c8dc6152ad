import type { Logger } from '@shopmirror/config'
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
/** The rest is the topic, which may have slashes. */
const SHOP_ADDRESS = '/webhooks/:platform/:shopKey/*'
/** As platforms name them; also what Postgres can store. */
const TOPIC = /^[\w./:-]{1,100}$/

/** What receiving webhooks needs. It opens no database unless a shop signs with its own secret. */
export interface WebhookDeps {
  platforms: ReadonlyMap<string, Platform>
  addresses: Pick<WebhookAddresses, 'verify'>
  inbox: Pick<GroupCommit, 'add'>
  ownSecrets: OwnSecrets
  /** For bodies that carry a token. */
  sealBody: Repositories['deliveries']['sealBody']
  metrics: WebhookMetrics
  log: Logger
  now(): Date
}

interface SharedAddress {
  platform: string
}

interface ShopAddress extends SharedAddress {
  shopKey: string
  /** The topic, slashes and all. */
  '*': string
}

/** Raw bytes in, verdict, on disk, 200. No database on the way but the one write. */
export function webhookRoutes(app: FastifyInstance, deps: WebhookDeps): void {
  const { platforms, addresses } = deps
  const shopOf = ({ platform, shopKey, '*': topic }: ShopAddress) =>
    platforms.has(platform) && TOPIC.test(topic) ? addresses.verify(platform, shopKey) : null

  app.post<{ Params: SharedAddress }>(
    '/webhooks/:platform',
    { schema: { ...delivered, operationId: 'receiveWebhook', summary: 'A webhook signed with the secret of the app' } },
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

  // A merchant or a platform looking whether the address is there.
  const schema = { ...looked, operationId: 'checkShopAddress', summary: 'Whether an address is there' }
  app.get<{ Params: ShopAddress }>(SHOP_ADDRESS, { schema }, (request, reply) => {
    if (!shopOf(request.params)) return answerProblem(new Problem('not-found'), request, reply)
    return reply.headers({ ...noSniff, 'cache-control': 'no-store' }).send('ok')
  })
}

const delivered = {
  ...{ tags: [FROM_PLATFORMS], security: [] },
  answers: { 200: { type: 'null', description: 'Stored, or seen before' } },
  problems: ['not-found', 'unsigned-webhook'],
} satisfies FastifySchema

const looked = {
  ...{ tags: [FROM_PLATFORMS], security: [] },
  answers: { 200: { description: 'It is', content: { 'text/plain': { schema: { const: 'ok' } } } } },
  problems: ['not-found'],
} satisfies FastifySchema

interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
  deps: WebhookDeps
}

/** Callbacks instead of promises of its own: this is the path that has to be fast. */
function receive(name: string, inbound: WebhookRequest, exchange: Exchange): void {
  const platform = exchange.deps.platforms.get(name)
  if (!platform) return void rejectUnknown(name, exchange)

  const verdict = platform.verifyWebhook(inbound)
  if (verdict.ok) return void commit(verdict.value, { platform: name, inbound, exchange })
  if (verdict.reason !== 'bad_signature' || inbound.shopId === undefined)
    return void reject(verdict.reason, name, exchange)

  // Signed, though not with a secret of the app: the shop may have an app of its own.
  exchange.deps.ownSecrets(inbound.shopId).then(
    (ownSecret) => {
      const second = ownSecret === null ? verdict : platform.verifyWebhook({ ...inbound, ownSecret })
      if (second.ok) commit(second.value, { platform: name, inbound, exchange })
      else reject(second.reason, name, exchange)
    },
    () => unavailable(exchange),
  )
}

interface Hit {
  platform: string
  inbound: WebhookRequest
  exchange: Exchange
}

function commit(value: WebhookDelivery, { platform, inbound, exchange }: Hit): void {
  const { reply, deps } = exchange
  if (value.secretIndex !== undefined) deps.metrics.signed(platform, value.secretIndex)
  const arrival = arrivalOf(platform, value, { inbound, receivedAt: deps.now() })
  if (value.about !== undefined) seal(arrival, value.about, deps)
  deps.inbox.add(arrival).then(
    () => void reply.code(200).headers(noSniff).send(),
    () => unavailable(exchange),
  )
}

/** Whatever it rests in from here on, a log of Redis or a row, holds no token in clear. */
function seal(arrival: Arrival, about: NonNullable<WebhookDelivery['about']>, { sealBody }: WebhookDeps): void {
  arrival.about = about
  arrival.body = sealBody(arrival, arrival.body)
}

function unavailable({ request, reply }: Exchange): void {
  answerProblem(new Problem('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS }), request, reply)
}

function reject(reason: RejectReason, platform: string, exchange: Exchange): void {
  noteRejection(reason, platform, exchange)
  answerProblem(new Problem('unsigned-webhook'), exchange.request, exchange.reply)
}

/** An address that we never gave out, or of a platform that is not served here. */
function rejectUnknown(platform: string, exchange: Exchange): void {
  noteRejection('unknown_address', exchange.deps.platforms.has(platform) ? platform : 'unknown', exchange)
  answerProblem(new Problem('not-found'), exchange.request, exchange.reply)
}

function noteRejection(reason: RejectReason | 'unknown_address', platform: string, { request, deps }: Exchange): void {
  deps.metrics.rejected(platform, reason)
  deps.log.info({ platform, reason, requestId: request.id, ip: request.ip }, 'webhook.rejected')
}

interface Coming {
  inbound: WebhookRequest
  receivedAt: Date
}

function arrivalOf(platform: string, value: WebhookDelivery, { inbound, receivedAt }: Coming): Arrival {
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
