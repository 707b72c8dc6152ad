import { expect, test } from 'vitest'
import { AuthRevokedError } from '../contract/errors.ts'
import type { InboundRequest } from '../contract/platform.ts'
import type { PlatformStage } from './conformance.ts'

export interface SignedInstallsStage extends PlatformStage {
  /** A signed install call as the platform makes it; `at` is its time, ms; `secret` another one than the first. */
  installCall(options?: { at?: number; secret?: string }): InboundRequest
}

/** The platform signs what the browser brings. */
export function signedInstalls(stage: () => SignedInstallsStage): void {
  test('a signed install call is accepted and names its shop', () => {
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

  test('a call from long ago, or from far ahead, is stale', () => {
    for (const at of [Date.now() - 3_600_000, Date.now() + 3_600_000]) {
      expect(verify(stage(), stage().installCall({ at }))).toEqual({ ok: false, reason: 'stale' })
    }
  })

  test('one changed byte anywhere in a signed call is refused, never thrown', () => {
    const call = stage().installCall()
    for (let place = 0; place < call.query.length; place++) {
      const changed = call.query[place] === 'x' ? 'y' : 'x'
      const query = `${call.query.slice(0, place)}${changed}${call.query.slice(place + 1)}`
      expect(verify(stage(), { ...call, query }).ok, query).toBe(false)
    }
  })

  test('a signed call with a parameter twice, or cut anywhere, is refused', () => {
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

export interface ChosenInstallsStage extends PlatformStage {
  /** What the browser brings when the merchant has chosen the stage's shop and approved. */
  approve(url: URL): Promise<InboundRequest>
}

/** The merchant chooses the shop, and only the exchanged code tells which it was. */
export function chosenInstalls(stage: () => ChosenInstallsStage): void {
  const choiceOf = ({ platform }: PlatformStage) => {
    if (!platform.choice) throw new Error(`${platform.id} has no choice.`)
    return platform.choice
  }

  test('the code that an approval brings tells whose shop it is, once', async () => {
    const choice = choiceOf(stage())
    const brought = choice.read(await stage().approve(choice.url('a-state')))
    if (!brought.ok) throw new Error(brought.reason)
    const { domain, tokens } = await choice.exchange(brought.value.code)
    expect(domain).toBe(stage().domain)
    expect(tokens.accessToken).not.toBe('')
    await expect(choice.exchange(brought.value.code)).rejects.toThrow(AuthRevokedError)
  })

  test('a state that comes back is the one that was sent', async () => {
    const choice = choiceOf(stage())
    const brought = choice.read(await stage().approve(choice.url('another-state')))
    expect(brought.ok && (brought.value.state ?? 'another-state')).toBe('another-state')
  })

  test('a code nobody gave out is refused, and a call without one is malformed', async () => {
    const choice = choiceOf(stage())
    await expect(choice.exchange('0'.repeat(64))).rejects.toThrow(AuthRevokedError)
    const empty = { method: 'GET', query: '', headers: {}, body: Buffer.alloc(0) }
    expect(choice.read(empty).ok).toBe(false)
  })
}

function verify({ platform }: PlatformStage, request: InboundRequest) {
  if (!platform.verifyCallback) throw new Error(`${platform.id} signs no install.`)
  return platform.verifyCallback(request)
}
