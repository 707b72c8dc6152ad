import { expect, test } from 'vitest'
import { AuthRevokedError } from '../contract/errors.ts'
import type { InboundRequest } from '../contract/inbound.ts'
import type { Install } from '../contract/install.ts'
import type { OwnAppFormat } from '../contract/own-app.ts'
import type { Platform } from '../contract/platform.ts'
import type { PlatformStage } from './conformance.ts'

export interface SignedInstallsStage extends PlatformStage {
  /** A signed install request as the platform sends it. `at`: its time, ms since the epoch. `secret`: default the current one. */
  installCall(options?: { at?: number; secret?: string }): InboundRequest
}

/** Tests of a platform that signs the requests of an install. */
export function signedInstalls(stage: () => SignedInstallsStage): void {
  test('a signed install request is accepted and names its shop', () => {
    expect(verify(stage(), stage().installCall())).toMatchObject({
      ok: true,
      value: { domain: stage().domain },
    })
  })

  test('a secret that is being replaced still verifies, an unknown one does not', () => {
    expect(verify(stage(), stage().installCall({ secret: stage().oldSecret })).ok).toBe(true)
    expect(verify(stage(), stage().installCall({ secret: 'unknown' }))).toEqual({
      ok: false,
      reason: 'bad_signature',
    })
  })

  test('a request from an hour ago, or an hour ahead, is stale', () => {
    for (const at of [Date.now() - 3_600_000, Date.now() + 3_600_000]) {
      expect(verify(stage(), stage().installCall({ at }))).toEqual({ ok: false, reason: 'stale' })
    }
  })

  test('one changed byte anywhere in a signed request is rejected, never thrown', () => {
    const call = stage().installCall()
    for (let place = 0; place < call.query.length; place++) {
      const changed = call.query[place] === 'x' ? 'y' : 'x'
      const query = `${call.query.slice(0, place)}${changed}${call.query.slice(place + 1)}`
      expect(verify(stage(), { ...call, query }).ok, query).toBe(false)
    }
  })

  test('a signed request with a repeated parameter, or cut anywhere, is rejected', () => {
    const call = stage().installCall()
    for (const pair of call.query.split('&')) {
      const query = `${call.query}&${pair}`
      expect(verify(stage(), { ...call, query }).ok, query).toBe(false)
    }
    for (let end = 0; end < call.query.length; end++) {
      const query = call.query.slice(0, end)
      expect(verify(stage(), { ...call, query }).ok, query).toBe(false)
    }
  })
}

export interface MerchantSelectedStage extends PlatformStage {
  /** The request that completes the consent, after the merchant selected the stage's shop and approved. */
  approve(url: URL): Promise<InboundRequest>
}

/** Tests of a platform whose merchants select the shop: only the exchanged code says which it was. */
export function merchantSelectedInstalls(stage: () => MerchantSelectedStage): void {
  test('the code of a consent says which shop was selected, once', async () => {
    const install = installOf(stage(), 'merchant_selects_shop')
    const callback = install.readCallback(await stage().approve(install.consentUrl('a-state')))
    if (!callback.ok) throw new Error(callback.reason)
    const { domain, tokens } = await install.exchangeCode(callback.value.code)
    expect(domain).toBe(stage().domain)
    expect(tokens.accessToken).not.toBe('')
    await expect(install.exchangeCode(callback.value.code)).rejects.toThrow(AuthRevokedError)
  })

  test('a state that comes back is the one that was sent', async () => {
    const install = installOf(stage(), 'merchant_selects_shop')
    const callback = install.readCallback(await stage().approve(install.consentUrl('another-state')))
    expect(callback.ok && (callback.value.state ?? 'another-state')).toBe('another-state')
  })

  test('an unknown code is refused, and a request without one is malformed', async () => {
    const install = installOf(stage(), 'merchant_selects_shop')
    await expect(install.exchangeCode('0'.repeat(64))).rejects.toThrow(AuthRevokedError)
    const empty = { method: 'GET', query: '', headers: {}, body: Buffer.alloc(0) }
    expect(install.readCallback(empty).ok).toBe(false)
  })
}

function verify({ platform }: PlatformStage, request: InboundRequest) {
  return installOf({ platform }, 'signed_by_platform').verifyCallback(request)
}

/** The platform's install, which has to be of this kind. */
function installOf<Kind extends Install['kind']>({ platform }: Pick<PlatformStage, 'platform'>, kind: Kind) {
  const { install } = platform
  if (install.kind !== kind) throw new Error(`${platform.id} installs as ${install.kind}, not as ${kind}.`)
  return install as Extract<Install, { kind: Kind }>
}

export interface OwnAppStage extends PlatformStage {
  /** Credentials that work, as the API takes them. */
  fields: Record<string, string>
}

/** Tests of a platform without an app: each shop connects with credentials of its own. */
export function ownAppInstalls(stage: () => OwnAppStage): void {
  test('credentials of a shop are accepted as they are documented, and open the shop', async () => {
    const { platform, domain, fields } = stage()
    const { alternatives, fromFields } = formatOf(platform)
    const accepted = alternatives.map((alternative) => alternative.safeParse(fields)).find(({ success }) => success)
    const ownApp = fromFields(accepted?.data ?? {})
    expect(JSON.parse(JSON.stringify(ownApp))).toEqual(ownApp)
    expect((await platform.tokens.grant({ domain, ownApp })).accessToken).not.toBe('')
  })

  test('without one of their fields, or with an unknown one, they are not accepted', () => {
    const { platform, fields } = stage()
    const isAccepted = (given: object) =>
      formatOf(platform).alternatives.some((alternative) => alternative.safeParse(given).success)
    for (const name of Object.keys(fields)) expect(isAccepted({ ...fields, [name]: undefined }), name).toBe(false)
    expect(isAccepted({ ...fields, other: 'x' })).toBe(false)
  })

  test('a stored value of another form has no webhook secret, and is no exception', () => {
    for (const value of [{}, { unknown: 1 }]) expect(formatOf(stage().platform).webhookSecretOf(value)).toBeNull()
  })
}

function formatOf(platform: Platform): OwnAppFormat {
  installOf({ platform }, 'own_app_only')
  if (!platform.ownApp) throw new Error(`${platform.id} takes no credentials of shops.`)
  return platform.ownApp
}
