/** Index of the counter of requests. */
export const REQUESTS = 0

export interface EmulatorData {
  /** Version of each object, which reads answer with. */
  versions: SharedArrayBuffer
  counters: SharedArrayBuffer
  delayMs: number
}
