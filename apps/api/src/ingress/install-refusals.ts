/** `reason` of the page a merchant lands on: public, and they stay. */
export const refusals = ['state', 'browser', 'declined', 'shop-taken', 'plan-limit'] as const
export type Refusal = (typeof refusals)[number]
