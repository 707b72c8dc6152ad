import { headerTopic, scopeOfTopic } from './topics.ts'

export interface UserError {
  field: string[]
  message: string
}

/** What a subscription is to be. */
export interface SubscriptionInput {
  topic: string
  uri: string
  filter: string | null
}

const ADDRESS_BYTES_MAX = 64 * 1024

/** Why the platform does not take a subscription, in its words; empty when it does. */
export function checkSubscription(
  input: SubscriptionInput,
  scopes: ReadonlySet<string>,
  others: readonly SubscriptionInput[],
): UserError[] {
  const { topic, uri, filter } = input
  const scope = scopeOfTopic(topic)
  if (scope && !scopes.has(scope))
    return [
      {
        field: ['topic'],
        message: `You do not have permission to create or update webhooks with ${headerTopic(topic)} topic. This topic may not exist or might require ${scope} access scope.`,
      },
    ]
  const unfit = addressProblems(uri)
  if (unfit.length > 0) return unfit.map(atAddress)
  if (filter && !isFilter(filter))
    return [
      {
        field: ['webhookSubscription'],
        message: 'The specified filter is invalid, please ensure you specify the field(s) you wish to filter on.',
      },
    ]
  const isTaken = others.some((other) => other.topic === topic && other.uri === uri)
  return isTaken ? [atAddress('Address for this topic has already been taken')] : []
}

/** Named by its old name, whichever was sent. */
function atAddress(message: string): UserError {
  return { field: ['webhookSubscription', 'callbackUrl'], message }
}

/** Loopback stands for the internet here, so plain `http:` is taken there and nowhere else. Of buses there are none. */
function addressProblems(uri: string): string[] {
  if (uri === '') return ["Address can't be blank"]
  if (uri.length > ADDRESS_BYTES_MAX) return ['Address is too big (maximum is 64 KB)']
  if (!URL.canParse(uri))
    return [uri.startsWith('pubsub:') ? unsupported('pubsub:') : 'Address is invalid', ...pubsub(uri)]
  const { protocol, hostname } = new URL(uri)
  if (protocol !== 'https:' && !(protocol === 'http:' && hostname === '127.0.0.1'))
    return [unsupported(protocol), ...pubsub(uri)]
  const isInternal = /(^|\.)(myshopify\.com|shopify\.com|localhost|internal|local)$/.test(hostname)
  return isInternal ? ['Address cannot be a Shopify or an internal domain'] : []
}

function unsupported(protocol: string): string {
  return `Address protocol ${protocol}// is not supported`
}

function pubsub(uri: string): string[] {
  const isUnfit = uri.startsWith('pubsub:') && !/^pubsub:\/\/[^:/]+:[^:/]+$/.test(uri)
  return isUnfit ? ['Address is not a valid GCP pub/sub format. Format should be pubsub://project:topic'] : []
}

/** Every word of it asks about some field. */
function isFilter(filter: string): boolean {
  const words = filter.trim().split(/\s+/)
  return words.every((word) => /^(AND|OR|NOT|[()]+)$/.test(word) || /^[(-]*[\w.]+:./.test(word))
}
