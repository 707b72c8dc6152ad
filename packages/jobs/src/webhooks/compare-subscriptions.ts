import type { Subscription } from '@shopmirror/platforms'

export interface Comparison {
  /** One a topic that is as it should be. */
  kept: Subscription[]
  missing: string[]
  /** Ours, and doubled, of another address or of a topic we no longer want. */
  surplus: Subscription[]
  /** What is wrong, by topic. */
  problems: Map<string, 'missing' | 'doubled' | 'wrong_address'>
}

interface Sides {
  topics: readonly string[]
  actual: readonly Subscription[]
  addressOf(topic: string): string
  isOurs(address: string): boolean
}

/** What stands at the platform against what should. Webhooks of others are never touched. */
export function compareSubscriptions({ topics, actual, addressOf, isOurs }: Sides): Comparison {
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
