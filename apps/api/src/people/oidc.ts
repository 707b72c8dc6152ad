import { Problem } from '../http/problem.ts'
import type { Auth } from './create-auth.ts'
import { OIDC } from './oidc-plugin.ts'

const RETRY_AFTER_SECONDS = 10

/** Sign-in through the identity provider. */
export interface Oidc {
  name: string
  /** Throws `unavailable` while the provider's metadata cannot be read. */
  open(): Promise<Auth>
}

/**
 * The library reads the provider's metadata only when it is created. So it is created at the first use, and again until
 * the provider has answered: a provider that is down blocks neither the start nor passwords.
 */
export function createOidc(name: string, create: () => Auth): Oidc {
  let ready: Promise<Auth> | null = null
  const prepare = async () => {
    const auth = create()
    const { socialProviders } = await auth.$context
    if (socialProviders.some(({ id }) => id === OIDC)) return auth
    throw new Problem('unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS })
  }
  return {
    name,
    open() {
      ready ??= prepare().catch((error: unknown) => {
        ready = null
        throw error
      })
      return ready
    },
  }
}
