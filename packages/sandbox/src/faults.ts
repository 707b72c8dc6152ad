export const faultKinds = [
  'latency',
  'throttle',
  'error',
  'garbage',
  'truncate',
  // The call is carried out, and answered with a 500.
  'answerFailed',
  // The call is carried out, and its answer never arrives.
  'answerLost',
  // Webhooks of the call arrive before its answer.
  'echoFirst',
  // Within a batch: time runs out, with the requests before it carried out; a request is refused or fails, and is not carried out.
  'batchTimeout',
  'batchThrottle',
  'batchError',
  'reset',
  'xml',
  'html',
  'unauthorized',
  'tokenRefused',
  'tokenLost',
  'pageShift',
  // Bulk operations: end as FAILED with part of the data, run on, result gone, result shorter than said, no finish webhook.
  'bulkFailed',
  'bulkStuck',
  // A bulk operation stays running until the fault is cleared.
  'bulkHeld',
  'bulkExpired',
  'bulkShort',
  'bulkSilent',
] as const
/** How a response is damaged. */
export const damageKinds = ['garbage', 'truncate', 'answerFailed', 'answerLost'] as const
export type FaultKind = (typeof faultKinds)[number]

export interface Fault {
  kind: FaultKind
  /** How many calls it hits; without it, until it is cleared. */
  count?: number
  /** How many matching calls pass before the first that it hits. Default 0. */
  after?: number
  /** Part of the calls it hits, 0–1. Default 1. */
  share?: number
  /** Only calls whose path contains this. */
  path?: string
  shop?: string
  /** Of `latency`, ms. */
  ms?: number
}

export interface Faults {
  set(...faults: Fault[]): void
  clear(): void
  /** The faults of these kinds that hit this call; their counts go down. */
  hit(kinds: readonly FaultKind[], call: { path: string; shop: string }): Fault[]
}

export function createFaults(random: () => number = Math.random): Faults {
  let active: Fault[] = []
  return {
    set: (...faults) => void active.push(...faults.map((fault) => ({ ...fault }))),
    clear() {
      active = []
    },
    hit(kinds, { path, shop }) {
      const hits = active.filter(
        (fault) =>
          kinds.includes(fault.kind) &&
          path.includes(fault.path ?? '') &&
          (!fault.shop || fault.shop === shop) &&
          !isPassed(fault) &&
          (fault.share === undefined || random() < fault.share),
      )
      for (const fault of hits) if (fault.count !== undefined) fault.count -= 1
      active = active.filter((fault) => fault.count === undefined || fault.count > 0)
      return hits
    },
  }
}

/** Counts the call, too. */
function isPassed(fault: Fault): boolean {
  if (!fault.after) return false
  fault.after -= 1
  return true
}
