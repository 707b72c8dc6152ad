import type { FeedEntry, FeedListener, LiveFeed } from './feed.ts'
import { isAfter } from './messages.ts'

/** Entries that may arrive while a reader catches up; beyond that it reads everything again. */
const ARRIVED_MAX = 500

/** A reader's way from where it was to the present, without a gap and without a repetition. */
export interface CatchUp {
  /** Where the reader is before what it missed; where the feed is when it reads everything again. */
  position: string
  /** `false`: what it missed is not known any more. */
  missed: boolean
  /** Everything after `position`, at once what is known and then what comes. */
  follow(listener: FeedListener): void
  stop(): void
}

/** `after`: the last position that the reader saw. `null` while Redis is down. */
export async function catchUp(feed: LiveFeed, after: string | undefined): Promise<CatchUp | null> {
  let arrived: FeedEntry[] = []
  let hasLost = false
  let follower: FeedListener | null = null
  // Before the reads, so that nothing is missed between them and the first event.
  const stop = feed.subscribe({
    changed(entry) {
      if (follower) follower.changed(entry)
      else if (arrived.length < ARRIVED_MAX) arrived.push(entry)
      else hasLost = true
    },
    reset(id) {
      if (follower) follower.reset(id)
      else hasLost = true
    },
    live: (isLive) => follower?.live(isLive),
  })

  const at = await feed.position()
  const missed = at === null || after === undefined ? [] : await feed.since(after).catch(() => null)
  if (at === null) {
    stop()
    return null
  }
  const isKnown = missed !== null && !hasLost
  return {
    position: isKnown ? (after ?? at) : latest(at, arrived),
    missed: isKnown,
    stop,
    follow(listener) {
      const known = isKnown ? (missed ?? []) : []
      const from = known.at(-1)?.id ?? (isKnown ? (after ?? at) : latest(at, arrived))
      for (const entry of [...known, ...arrived.filter(({ id }) => isAfter(id, from))]) listener.changed(entry)
      arrived = []
      follower = listener
    },
  }
}

function latest(at: string, arrived: readonly FeedEntry[]): string {
  return arrived.at(-1)?.id ?? at
}
