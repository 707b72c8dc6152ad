/** How long a state is valid, ms: time for the merchant to read the consent page. */
export const STATE_MS = 10 * 60_000
