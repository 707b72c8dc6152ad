export interface Stats {
  /** Calls by shop; token calls are not included. */
  requests: Record<string, number>
  byPath: Record<string, number>
  throttled: number
  tokenCalls: number
  /** Cost points charged by shop, on platforms that count in points. */
  points: Record<string, number>
}

export function createStats(): Stats {
  return { requests: {}, byPath: {}, throttled: 0, tokenCalls: 0, points: {} }
}
