/** A state is good for this long, ms: a merchant reads the consent page meanwhile. */
export const STATE_MS = 10 * 60_000
