export interface Stats {
  /** Calls by shop, tokens not counted. */
  requests: Record<string, number>
  byPath: Record<string, number>
  throttled: number
  tokenCalls: number
  /** Cost points charged by shop, where a platform counts in points. */
  points: Record<string, number>
}
