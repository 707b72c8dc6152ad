import { PermanentError, RetryableError } from '../../contract/errors.ts'
import type { ShopWebhooks, Subscription } from '../../contract/webhooks.ts'
import type { ShopifyApi } from '../api/api.ts'
import { gidOf, numberOf } from '../api/gid.ts'
import { type SubscriptionsQuery, subscribe, subscriptions, unsubscribe } from '../api/graphql/documents.ts'
import { requireSuccess, type UserError } from '../api/user-errors.ts'
import { isTopic, nameOfTopic, scopeOfTopic, type Topic, topicOfName } from './topics.ts'

type Node = SubscriptionsQuery['webhookSubscriptions']['nodes'][number]

const platform = 'shopify'
/** Texts as recorded, because these errors have no codes. */
const TAKEN = /already been taken/i
const ABOUT_ADDRESS = /^(callbackUrl|uri)$/
const GONE = /does not exist/i

/** The API lists only subscriptions created by the API, not those of `shopify.app.toml`. https://shopify.dev/docs/apps/build/webhooks/subscribe */
export function createSubscriptions(api: ShopifyApi): ShopWebhooks {
  const list = async () => (await readNodes(api)).map(toSubscription)
  return {
    list,

    async subscribe(topic, address) {
      if (!isTopic(topic))
        throw new PermanentError(`Webhook topic ${topic} is not one that Shopmirror subscribes to.`, { platform })
      const variables = { topic: nameOfTopic(topic), uri: address.href }
      const { webhookSubscriptionCreate: payload } = await api.query(subscribe, variables)
      const [error] = payload?.userErrors ?? []
      if (error) return await find(error, { topic, address, list })
      const made = payload?.webhookSubscription
      if (made) return toSubscription(made)
      throw new RetryableError('Shopify Subscribe: response does not contain the created webhook.', { platform })
    },

    async unsubscribe(externalId) {
      const id = gidOf('WebhookSubscription', externalId)
      const { webhookSubscriptionDelete: payload } = await api.query(unsubscribe, { id })
      if (payload?.userErrors.some(({ message }) => GONE.test(message))) return
      requireSuccess(payload, 'Unsubscribe')
    },
  }
}

async function readNodes(api: ShopifyApi): Promise<Node[]> {
  const nodes: Node[] = []
  let after: string | null = null
  do {
    const { webhookSubscriptions }: SubscriptionsQuery = await api.query(subscriptions, { after })
    nodes.push(...webhookSubscriptions.nodes)
    after = webhookSubscriptions.pageInfo.hasNextPage ? webhookSubscriptions.pageInfo.endCursor : null
  } while (after !== null)
  return nodes
}

interface Wanted {
  topic: Topic
  address: URL
  list(): Promise<Subscription[]>
}

/** The existing subscription, perhaps of an earlier attempt whose answer was lost. Throws for every other error. */
async function find(error: UserError, { topic, address, list }: Wanted): Promise<Subscription> {
  if (!TAKEN.test(error.message)) throw refusal(error, topic)
  const there = (await list()).find((each) => each.topic === topic && each.address === address.href)
  if (there) return there
  throw new RetryableError(`Shopify Subscribe: ${topic} already exists according to the platform, but is not listed.`, {
    platform,
  })
}

/** An error that is not about the URL is about access to the topic. */
function refusal({ field, message }: UserError, topic: Topic): PermanentError {
  const isAddress = field?.some((part) => ABOUT_ADDRESS.test(part)) ?? false
  const missingScope = isAddress ? null : scopeOfTopic(topic)
  const advice = missingScope ? ` The merchant may have to approve scope ${missingScope}.` : ''
  return new PermanentError(`Shopify Subscribe: the platform rejected ${topic}: ${message}.${advice}`, {
    ...{ platform, status: 200 },
    ...(missingScope && { missingScope }),
  })
}

function toSubscription({ id, topic, uri }: Node): Subscription {
  return { externalId: numberOf(id), topic: topicOfName(topic) ?? topic, address: uri }
}
