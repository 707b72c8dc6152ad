import type { Platform } from '../contract/platform.ts'
import type { AccessToken, BudgetSignal, ShopAccess } from '../contract/shop-access.ts'
import type { TokenRequest } from '../contract/tokens.ts'

export type GrantRequest = TokenRequest & { code?: string }

export interface RecordedAccess extends ShopAccess {
  reserved: number[]
  signals: BudgetSignal[]
  renewals: number
}

/** The smallest `ShopAccess`: real tokens from the platform, no waiting, and a record of the calls. */
export function createAccess(
  platform: Platform,
  domain: string,
  grantRequest: () => Promise<GrantRequest> = async () => ({ domain }),
): RecordedAccess {
  let current: Promise<AccessToken> | undefined
  let version = 0
  const ask = async () => {
    const { accessToken } = await platform.tokens.grant(await grantRequest())
    return { value: accessToken, version: ++version }
  }
  const access: RecordedAccess = {
    reserved: [],
    signals: [],
    renewals: 0,
    token() {
      current ??= ask()
      return current
    },
    renewToken() {
      access.renewals += 1
      current = ask()
      return current
    },
    reserve: async (cost) => `booking ${access.reserved.push(cost)}`,
    reportRateLimit: async (signal) => void access.signals.push(signal),
  }
  return access
}
