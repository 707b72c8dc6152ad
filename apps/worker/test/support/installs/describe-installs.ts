import { expectations } from '@shopmirror/sandbox'
import { startSystem } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { InstallCases, Target } from './install-cases.ts'
import { createInstallSteps, PATIENCE } from './steps.ts'

const WORLD = 'install-bolt'

/**
 * Declares the tests of a platform's installs. Each test file calls it once: it starts a system, so that the installs of one
 * platform do not use up the callbacks a minute that an address has for those of another.
 */
export async function describeInstalls(only: InstallCases): Promise<void> {
  const target = await startTarget(only)
  afterEach(() => target.system.sandbox.faults.clear())
  afterAll(() => target.system[Symbol.asyncDispose]())
  describe(`an install that starts at ${target.expectation.name}`, () => {
    testInstall(target)
    testRevokedAccess(target)
    only.whileConnected?.(target)
  })
  only.otherInstalls?.(target)
}

async function startTarget({ platform, sandbox }: InstallCases): Promise<Target> {
  const expectation = expectations.find((each) => each.platform === platform)
  if (!expectation) throw new Error(`No emulated platform is called ${platform}.`)
  const system = await startSystem({
    sandbox: { ...sandbox, shops: [WORLD, ...(sandbox.shops ?? [])] },
    expectedErrors: [/"decision":"given_up".*("type":"AuthRevokedError"|there is no such shop|it was uninstalled)/],
  })
  return { ...createInstallSteps(system), system, expectation, domain: expectation.domainOf(WORLD), shopId: '' }
}

function testInstall(target: Target): void {
  const { system, expectation, domain } = target

  test('goes through the pages of the platform to the account that claims it', async () => {
    const { body, hops } = await expectation.installAtPlatform(system.sandbox, domain)
    const [installation = ''] = /ins_\w+/.exec([...hops.map(({ url }) => url), body].join('\n')) ?? []
    await system.api.post(`/api/v1/installations/${installation}/claim`)
    target.shopId = (await target.activeShop(domain)).id
    await target.expectMirrored(domain, target.shopId)
    expect(await target.findings(target.shopId)).toEqual([])
  })
}

function testRevokedAccess(target: Target): void {
  const { system, expectation, domain } = target
  const hasStatus = (status: string) => async () => (await target.statusOf(target.shopId)) === status

  test('whose access is revoked: the old token is refused, the shop waits, and the new consent restores access', async () => {
    expectation.revokeAccess(system.sandbox, domain)
    expect(await target.findings(target.shopId)).toContain('token')
    await until(hasStatus('reauth_required'), { ...PATIENCE, timeoutMs: 60_000 })
    await expectation.restoreAccess(system, domain)
    await until(hasStatus('active'), PATIENCE)
    await target.untilEqual(domain, target.shopId)
  })
}
