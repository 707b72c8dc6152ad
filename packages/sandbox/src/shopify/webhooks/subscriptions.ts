import { randomInt } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { CallContext } from '../graphql/resolvers.ts'
import { type Matcher, matchNumber } from '../graphql/search.ts'
import { timeOf } from '../nodes/gid.ts'
import { countIn, countUpTo, listOf } from '../nodes/list.ts'
import { mapped, type Subject } from '../nodes/node.ts'
import { checkSubscription, type SubscriptionInput, type UserError } from './check-subscription.ts'
import { headerTopic } from './topics.ts'

type Body = Record<string, unknown>

/** A subscription that an app made through the API, in one shop. What narrows it is kept and shown, not obeyed. */
export interface Subscription extends SubscriptionInput {
  number: number
  /** As in the schema: `ORDERS_CREATE`. */
  topic: string
  format: string
  includeFields: readonly string[]
  metafieldNamespaces: readonly string[]
  createdAt: number
  updatedAt: number
}

export interface WebhookSubscriptions {
  /** For a topic as headers write it: `orders/create`. */
  active(topic: string): Subscription[]
  list(): Subscription[]
  /** Unchecked; the topic as headers write it. */
  add(topic: string, uri: string): void
  remove(number: number): void
  clear(): void
  subject: Subject
}

export function createWebhookSubscriptions({ clock }: { clock: Clock }): WebhookSubscriptions {
  const subscriptions = new Map<number, Subscription>()
  let next = randomInt(1, 2 ** 20) * 1_000_000
  const all = () => [...subscriptions.values()]
  const find = (id: unknown) =>
    subscriptions.get(Number(/^gid:\/\/shopify\/WebhookSubscription\/(\d+)$/.exec(String(id))?.[1]))

  const create = ({ topic, webhookSubscription }: Body, { scopes }: CallContext): Body => {
    const now = clock.now()
    const subscription = {
      ...blank,
      topic: String(topic),
      ...inputIn(webhookSubscription),
      createdAt: now,
      updatedAt: now,
    }
    const problems = checkSubscription(subscription, scopes, all())
    if (problems.length > 0) return refused(problems)
    next += 1
    subscriptions.set(next, { ...subscription, number: next })
    return { webhookSubscription: toNode({ ...subscription, number: next }), userErrors: [] }
  }

  const update = ({ id, webhookSubscription }: Body, { scopes }: CallContext): Body => {
    const subscription = find(id)
    if (!subscription) return refused([missing])
    const changed = { ...subscription, ...inputIn(webhookSubscription), updatedAt: clock.now() }
    const others = all().filter((other) => other !== subscription)
    const problems = checkSubscription(changed, scopes, others)
    if (problems.length > 0) return refused(problems)
    subscriptions.set(subscription.number, changed)
    return { webhookSubscription: toNode(changed), userErrors: [] }
  }

  return {
    active: (topic) => all().filter((subscription) => headerTopic(subscription.topic) === topic),
    list: all,
    add(topic, uri) {
      next += 1
      const now = clock.now()
      const name = topic.toUpperCase().replaceAll(/[/.]/g, '_')
      subscriptions.set(next, { ...blank, topic: name, uri, createdAt: now, updatedAt: now, number: next })
    },
    remove: (number) => void subscriptions.delete(number),
    clear: () => subscriptions.clear(),
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
            const subscription = find(id)
            if (!subscription) return { deletedWebhookSubscriptionId: null, userErrors: [missing] }
            subscriptions.delete(subscription.number)
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

function listing(subscriptions: readonly Subscription[], { topics, uri }: Body) {
  const wanted = (Array.isArray(topics) && topics.length > 0 ? topics : null) as string[] | null
  const objects = subscriptions.filter(
    (subscription) => (!wanted || wanted.includes(subscription.topic)) && (!uri || subscription.uri === uri),
  )
  return {
    ...{ objects, node: toNode, fields: { id: matchId } },
    keys: { ID: ({ number }: Subscription) => [number] },
  }
}

const matchId: Matcher<Subscription> = ({ number }, comparator, value) => matchNumber(BigInt(number), comparator, value)

/** What an input says of the subscription; what it leaves out stays as it was. */
function inputIn(input: unknown): Partial<Subscription> {
  const { uri, callbackUrl, filter, format, includeFields, metafieldNamespaces } = (input ??
    {}) as Partial<Subscription> & {
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

function toNode(subscription: Subscription): Body {
  const { number, uri, createdAt, updatedAt, ...input } = subscription
  return {
    ...{ __typename: 'WebhookSubscription', ...input, id: `gid://shopify/WebhookSubscription/${number}` },
    ...{ legacyResourceId: String(number), uri, callbackUrl: uri, name: null, metafields: [] },
    ...{ createdAt: timeOf(createdAt), updatedAt: timeOf(updatedAt) },
    endpoint: { __typename: 'WebhookHttpEndpoint', callbackUrl: uri },
    apiVersion: { handle: '2026-10', displayName: '2026-10', supported: true },
  }
}
