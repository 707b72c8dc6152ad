import { randomInt } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { FaceContext } from '../graphql/resolvers.ts'
import { type Matcher, matchNumber } from '../graphql/search.ts'
import { timeOf } from '../nodes/gid.ts'
import { countIn, countUpTo, listOf } from '../nodes/list.ts'
import { mapped, type Subject } from '../nodes/node.ts'
import { checkHook, type UserError, type Wish } from './check-hook.ts'
import { headerTopic } from './topics.ts'

type Body = Record<string, unknown>

/** A subscription that an app made through the API, in one shop. What narrows it is kept and shown, not obeyed. */
export interface Hook extends Wish {
  number: number
  /** As in the schema: `ORDERS_CREATE`. */
  topic: string
  format: string
  includeFields: readonly string[]
  metafieldNamespaces: readonly string[]
  createdAt: number
  updatedAt: number
}

export interface HookDesk {
  /** For a topic as headers write it: `orders/create`. */
  active(topic: string): Hook[]
  list(): Hook[]
  /** Unchecked; the topic as headers write it. */
  add(topic: string, uri: string): void
  remove(number: number): void
  clear(): void
  subject: Subject
}

export function createHookDesk({ clock }: { clock: Clock }): HookDesk {
  const hooks = new Map<number, Hook>()
  let next = randomInt(1, 2 ** 20) * 1_000_000
  const all = () => [...hooks.values()]
  const find = (id: unknown) => hooks.get(Number(/^gid:\/\/shopify\/WebhookSubscription\/(\d+)$/.exec(String(id))?.[1]))

  const create = ({ topic, webhookSubscription }: Body, { scopes }: FaceContext): Body => {
    const now = clock.now()
    const hook = { ...blank, topic: String(topic), ...wishIn(webhookSubscription), createdAt: now, updatedAt: now }
    const problems = checkHook(hook, scopes, all())
    if (problems.length > 0) return refused(problems)
    next += 1
    hooks.set(next, { ...hook, number: next })
    return { webhookSubscription: toNode({ ...hook, number: next }), userErrors: [] }
  }

  const update = ({ id, webhookSubscription }: Body, { scopes }: FaceContext): Body => {
    const hook = find(id)
    if (!hook) return refused([missing])
    const changed = { ...hook, ...wishIn(webhookSubscription), updatedAt: clock.now() }
    const others = all().filter((other) => other !== hook)
    const problems = checkHook(changed, scopes, others)
    if (problems.length > 0) return refused(problems)
    hooks.set(hook.number, changed)
    return { webhookSubscription: toNode(changed), userErrors: [] }
  }

  return {
    active: (topic) => all().filter((hook) => headerTopic(hook.topic) === topic),
    list: all,
    add(topic, uri) {
      next += 1
      const now = clock.now()
      const name = topic.toUpperCase().replaceAll('/', '_')
      hooks.set(next, { ...blank, topic: name, uri, createdAt: now, updatedAt: now, number: next })
    },
    remove: (number) => void hooks.delete(number),
    clear: () => hooks.clear(),
    subject: {
      find: { WebhookSubscription: ({ text }) => mapped(find(text), toNode) },
      resolvers: {
        Query: {
          webhookSubscriptions: (_source, args, context) => listOf(listing(all(), args), args, context),
          webhookSubscriptionsCount: (_source, args, context) =>
            countUpTo(countIn(listing(all(), {}), args.query, context), args),
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
    },
  }
}

const blank = { uri: '', filter: null, format: 'JSON', includeFields: [], metafieldNamespaces: [] }
const missing: UserError = { field: ['id'], message: 'Webhook subscription does not exist' }

function refused(userErrors: UserError[]): Body {
  return { webhookSubscription: null, userErrors }
}

function listing(hooks: readonly Hook[], { topics, uri }: Body) {
  const wanted = (Array.isArray(topics) && topics.length > 0 ? topics : null) as string[] | null
  const objects = hooks.filter((hook) => (!wanted || wanted.includes(hook.topic)) && (!uri || hook.uri === uri))
  return {
    ...{ objects, node: toNode, fields: { id: matchId } },
    keys: { ID: ({ number }: Hook) => [number] },
  }
}

const matchId: Matcher<Hook> = ({ number }, comparator, value) => matchNumber(BigInt(number), comparator, value)

/** What an input says of the subscription; what it leaves out stays as it was. */
function wishIn(input: unknown): Partial<Hook> {
  const { uri, callbackUrl, filter, format, includeFields, metafieldNamespaces } = (input ?? {}) as Partial<Hook> & {
    callbackUrl?: string | null
  }
  const address = uri ?? callbackUrl
  return {
    ...(typeof address === 'string' && { uri: address }),
    ...(filter !== undefined && { filter }),
    ...(format && { format }),
    ...(includeFields && { includeFields }),
    ...(metafieldNamespaces && { metafieldNamespaces }),
  }
}

function toNode(hook: Hook): Body {
  const { number, uri, createdAt, updatedAt, ...wish } = hook
  return {
    ...{ __typename: 'WebhookSubscription', ...wish, id: `gid://shopify/WebhookSubscription/${number}` },
    ...{ legacyResourceId: String(number), uri, callbackUrl: uri, name: null, metafields: [] },
    ...{ createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt) },
    endpoint: { __typename: 'WebhookHttpEndpoint', callbackUrl: uri },
    apiVersion: { handle: '2026-10', displayName: '2026-10', supported: true },
  }
}
