import type { Subscription } from '@shopmirror/platforms'

export interface Comparison {
  /** One a topic that is as it should be. */
  kept: Subscription[]
  missing: string[]
  /** Ours, and doubled, of another address or of a topic we no longer want. */
  surplus: Subscription[]
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
  return {
    kept,
    missing: topics.filter((topic) => !kept.some((one) => one.topic === topic)),
    surplus: ours.filter((one) => !kept.includes(one)),
  }
}
