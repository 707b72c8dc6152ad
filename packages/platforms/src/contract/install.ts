import type { InboundRequest, Verdict } from './inbound.ts'
import type { InstallGuide } from './install-guide.ts'
import type { TokenSet } from './tokens.ts'

/** How merchants install the app on a platform. */
export type Install = SignedInstall | MerchantSelectedInstall | OwnAppInstall

/** The platform signs the requests that bring a merchant's browser to us, and the signature covers the shop's name. */
export interface SignedInstall {
  readonly kind: 'signed_by_platform'
  /** What merchants are told and asked before the install. */
  readonly guide: InstallGuide
  /** Checks the request that completes an install. */
  verifyCallback(request: InboundRequest): Verdict<SignedCall>
  /** Checks the request that opens the app from the shop's admin. */
  verifyEntry(request: InboundRequest): Verdict<SignedCall>
  /** The page where a merchant approves scopes that were added to the app. */
  approveScopesUrl(domain: string): URL
  /** The consent page for an install that we start; absent when installs start in the shop's admin only. */
  consentUrl?(domain: string, state: string): URL
  /** Checks the request that reports an uninstall; absent when the platform sends a webhook instead. */
  verifyUninstall?(request: InboundRequest): Verdict<SignedCall>
}

/** The merchant selects the shop on the platform's consent page. Nothing that comes back is signed: only the token says which shop it was. */
export interface MerchantSelectedInstall {
  readonly kind: 'merchant_selects_shop'
  /** What merchants are told and asked before the install. */
  readonly guide: InstallGuide
  /** The consent page. `domain`: the shop to preselect, when one is wanted. Throws `PermanentError` when a setting is missing. */
  consentUrl(state: string, domain?: string): URL
  /** Reads the code from the request that completes the consent. `state` may be missing: the attempt is bound to the browser. */
  readCallback(request: InboundRequest): Verdict<{ code: string; state?: string }>
  /** Exchanges the code, which works once. Throws `AuthRevokedError` when the platform refuses it. */
  exchangeCode(code: string): Promise<{ domain: string; tokens: TokenSet }>
}

/** The page where the merchant approves added scopes; `null` on platforms without one. */
export function approveScopesUrl(install: Install, domain: string): URL | null {
  return install.kind === 'signed_by_platform' ? install.approveScopesUrl(domain) : null
}

/** There is no app to install: a shop is connected with credentials that its merchant created. */
export interface OwnAppInstall {
  readonly kind: 'own_app_only'
}

/** A request about one shop, signed by the platform: install, open, uninstall. */
export interface SignedCall {
  domain: string
  /** The platform's authorization code or nonce. */
  code?: string
  /** Unique per request (derived from its signature). A nonce that was seen before marks a replay. */
  nonce: string
  /** Our own state, when we started the install. */
  state?: string
  /** The page to redirect the merchant to, already checked to be in the shop's own admin. */
  continueUrl?: URL
  /** Parameters that we added to an earlier redirect and that came back. Not covered by the signature. */
  passthrough: Record<string, string>
}
