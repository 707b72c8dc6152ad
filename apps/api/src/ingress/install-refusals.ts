/** Values of `reason` in the address of the settings page. Public: do not rename. */
export const refusals = ['state', 'browser', 'declined', 'shop-taken', 'plan-limit'] as const
/** Why an install ended without a connected shop. */
export type Refusal = (typeof refusals)[number]
