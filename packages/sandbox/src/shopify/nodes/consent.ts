import type { Customer } from '../../world/model.ts'
import type { Consent } from '../../world/written.ts'

/** Of e-mail. What an app has said of it counts as long as the newsletter of the world agrees. */
export function emailConsentOf({ newsletter, createdAt, written }: Customer): Consent {
  const said = written?.emailConsent
  if (said && (said.state === 'SUBSCRIBED') === newsletter) return said
  return newsletter
    ? { state: 'SUBSCRIBED', level: 'SINGLE_OPT_IN', at: createdAt }
    : { state: 'NOT_SUBSCRIBED', level: null, at: null }
}
