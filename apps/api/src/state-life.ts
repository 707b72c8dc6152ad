const MINUTE_MS = 60_000

/** How long a state is valid, ms: time for the merchant to read the consent page. */
export const STATE_MS = 10 * MINUTE_MS
/** As `STATE_MS`, where the merchant has to find and install the app in the shop's admin. */
export const ADMIN_STATE_MS = 30 * MINUTE_MS
/** How long after its start the progress of an install is shown, ms. */
export const PROGRESS_MS = 24 * 60 * MINUTE_MS
