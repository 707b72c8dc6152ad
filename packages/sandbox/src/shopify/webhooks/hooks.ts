import { randomInt } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { FaceContext, Resolvers } from '../graphql/resolvers.ts'
import { list } from '../nodes/list.ts'
import { headerTopic, scopeOfTopic } from './topics.ts'

type Body = Record<string, unknown>

/** A subscription that an app made through the API, in one shop. */
export interface Hook {
  number: number
  /** As in the schema: `ORDERS_CREATE`. */
  topic: string
  uri: string
  createdAt: number
}

export interface HookDesk {
  /** For a topic as headers write it: `orders/create`. */
  active(topic: string): Hook[]
  list(): Hook[]
  remove(number: number): void
  clear(): void
  resolvers: Resolvers
}

interface UserError {
  field: string[]
  message: string
}

const ADDRESS = ['webhookSubscription', 'callbackUrl']
const ADDRESS_BYTES_MAX = 64 * 1024

export function createHookDesk({ clock }: { clock: Clock }): HookDesk {
  const hooks = new Map<number, Hook>()
  let next = randomInt(1, 2 ** 20) * 1_000_000
  const all = () => [...hooks.values()]

  const create = ({ topic, webhookSubscription }: Body, { scopes }: FaceContext): Body => {
    const uri = uriIn(webhookSubscription)
    const problem = problemOf(String(topic), uri, scopes, all())
    if (problem) return { webhookSubscription: null, userErrors: [problem] }
    next += 1
    const hook = { number: next, topic: String(topic), uri, createdAt: clock.now() }
    hooks.set(next, hook)
    return { webhookSubscription: toNode(hook), userErrors: [] }
  }

  const update = ({ id, webhookSubscription }: Body, { scopes }: FaceContext): Body => {
    const hook = find(id)
    if (!hook) return { webhookSubscription: null, userErrors: [missing] }
    const uri = uriIn(webhookSubscription)
    const others = all().filter((other) => other !== hook)
    const problem = problemOf(hook.topic, uri, scopes, others)
    if (problem) return { webhookSubscription: null, userErrors: [problem] }
    hook.uri = uri
    return { webhookSubscription: toNode(hook), userErrors: [] }
  }

  const find = (id: unknown) => hooks.get(Number(/^gid:\/\/shopify\/WebhookSubscription\/(\d+)$/.exec(String(id))?.[1]))

  return {
    active: (topic) => all().filter((hook) => headerTopic(hook.topic) === topic),
    list: all,
    remove: (number) => void hooks.delete(number),
    clear: () => hooks.clear(),
    resolvers: {
      Query: {
        webhookSubscription: (_source, { id }) => {
          const hook = find(id)
          return hook ? toNode(hook) : null
        },
        webhookSubscriptions: (_source, args, context) => list(listing(all(), args), args, context),
      },
      Mutation: {
        webhookSubscriptionCreate: (_source, args, context) => create(args, context),
        webhookSubscriptionUpdate: (_source, args, context) => update(args, context),
        webhookSubscriptionDelete(_source, { id }) {
          const hook = find(id)
          if (!hook) return { deletedWebhookSubscriptionId: null, userErrors: [missing] }
          hooks.delete(hook.number)
          return { deletedWebhookSubscriptionId: id, userErrors: [] }
        },
      },
    },
  }
}

const missing: UserError = { field: ['id'], message: 'Webhook subscription does not exist' }

function listing(hooks: readonly Hook[], { topics, uri }: Body) {
  const wanted = (Array.isArray(topics) && topics.length > 0 ? topics : null) as string[] | null
  const objects = hooks.filter((hook) => (!wanted || wanted.includes(hook.topic)) && (!uri || hook.uri === uri))
  return {
    ...{ path: 'webhookSubscriptions', objects, node: toNode, fields: {} },
    keys: { ID: ({ number }: Hook) => [number] },
  }
}

function uriIn(input: unknown): string {
  const { uri, callbackUrl } = (input ?? {}) as { uri?: string | null; callbackUrl?: string | null }
  return uri ?? callbackUrl ?? ''
}

/** Loopback stands for the internet here, so plain `http:` is taken there and nowhere else. */
function problemOf(topic: string, uri: string, scopes: ReadonlySet<string>, others: readonly Hook[]): UserError | null {
  const scope = scopeOfTopic(topic)
  if (scope && !scopes.has(scope))
    return {
      field: ['topic'],
      message: `You do not have permission to create or update webhooks with ${headerTopic(topic)} topic. This topic may not exist or might require ${scope} access scope.`,
    }
  const at = (message: string): UserError => ({ field: ADDRESS, message })
  if (uri === '') return at("Address can't be blank")
  if (uri.length > ADDRESS_BYTES_MAX) return at('Address is too big (maximum is 64 KB)')
  if (!URL.canParse(uri)) return at('Address is invalid')
  const { protocol, hostname } = new URL(uri)
  if (protocol !== 'https:' && !(protocol === 'http:' && hostname === '127.0.0.1'))
    return at(`Address protocol ${protocol}// is not supported`)
  if (/(^|\.)(myshopify\.com|shopify\.com)$/.test(hostname))
    return at('Address cannot be a Shopify or an internal domain')
  const isTaken = others.some((hook) => hook.topic === topic && hook.uri === uri)
  return isTaken ? at('Address for this topic has already been taken') : null
}

function toNode({ number, topic, uri, createdAt }: Hook): Body {
  const at = new Date(createdAt).toISOString()
  return {
    ...{ __typename: 'WebhookSubscription', id: `gid://shopify/WebhookSubscription/${number}` },
    ...{ legacyResourceId: String(number), topic, uri, callbackUrl: uri, format: 'JSON', includeFields: [] },
    ...{ filter: null, name: null, createdAt: at, updatedAt: at, metafieldNamespaces: [], metafields: [] },
    apiVersion: { handle: '2026-10', displayName: '2026-10', supported: true },
  }
}
