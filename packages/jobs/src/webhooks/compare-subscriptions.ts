import type { Subscription } from '@shopmirror/platforms'

/** Registered subscriptions of a shop, compared with the desired ones. */
export interface Comparison {
  /** The correct subscription of each topic that has one. */
  kept: Subscription[]
  /** Topics without a correct subscription. */
  missing: string[]
  /** Our subscriptions that are duplicates, have another address or are for a topic that we no longer use. */
  surplus: Subscription[]
  /** The problem of each topic that has one. */
  problems: Map<string, 'missing' | 'doubled' | 'wrong_address'>
}

interface CompareInput {
  topics: readonly string[]
  actual: readonly Subscription[]
  addressOf(topic: string): string
  isOurs(address: string): boolean
}

/**
 * Compares the subscriptions registered at the platform with the desired ones. Subscriptions of other apps are ignored.
 */
export function compareSubscriptions({ topics, actual, addressOf, isOurs }: CompareInput): Comparison {
  const ours = actual.filter(({ address }) => isOurs(address))
  const kept = topics.flatMap(
    (topic) => ours.find((one) => one.topic === topic && one.address === addressOf(topic)) ?? [],
  )
  const missing = topics.filter((topic) => !kept.some((one) => one.topic === topic))
  const surplus = ours.filter((one) => !kept.includes(one))
  const hasSurplus = (topic: string) => surplus.some((one) => one.topic === topic)
  const problems: Comparison['problems'] = new Map([
    ...missing.map((topic) => [topic, hasSurplus(topic) ? 'wrong_address' : 'missing'] as const),
    ...kept.flatMap(({ topic }) => (hasSurplus(topic) ? [[topic, 'doubled'] as const] : [])),
  ])
  return { kept, missing, surplus, problems }
}
