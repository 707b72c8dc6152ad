/** Values of `reason` in the address of the settings page. Public: do not rename. */
export const refusals = [
  'state',
  'browser',
  'declined',
  'shop-taken',
  'plan-limit',
  'access',
  'other-shop',
  'link-used',
  'link-expired',
  'link-revoked',
] as const
/** Why an install ended without a connected shop. */
export type Refusal = (typeof refusals)[number]

/** The refusal of this name; `unknown` when there is none. */
export function refusalNamed(name: string | null | undefined): Refusal | 'unknown' {
  return refusals.find((refusal) => refusal === name) ?? 'unknown'
}
