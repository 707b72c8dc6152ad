import { startMerchants } from '@shopmirror/test/merchants.ts'
import { until } from '@shopmirror/test/until.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { connectBy, expectationFor, expectMirrored, type Journey, journeys, openWorld } from './connect-journeys.ts'

const system = await startMerchants({ expectedErrors: [/AuthRevokedError/] })
afterAll(() => system[Symbol.asyncDispose]())

async function loseAccess(journey: Journey, domain: string, shopId: string): Promise<void> {
  expectationFor(journey).revokeAccess(system.sandbox, domain)
  await system.api.post(`/api/v1/shops/${shopId}/test`)
  await until(async () => (await statusOf(shopId)) === 'reauth_required', { timeoutMs: 60_000, message: 'lost access' })
  journey.mend(system.sandbox, domain)
}

const statusOf = async (shopId: string) => (await system.api.get<{ status: string }>(`/api/v1/shops/${shopId}`)).status

describe.each(journeys)('a shop of $platform', (journey) => {
  test('that lost its access gets it back by a link of its own, as the same shop, and is read again', async () => {
    const worldName = `again-${journey.platform.slice(0, 5)}`
    const domain = openWorld(system, journey, worldName)
    const page = await system.newPage()
    await connectBy(journey, page, { url: (await system.link({ platforms: [journey.platform] })).url, worldName })
    const shopId = await expectMirrored(system, domain)
    await loseAccess(journey, domain, shopId)

    const { url } = await system.link({ shop: shopId })
    await page.goto(url)
    await page.getByRole('heading', { name: 'Connect your shop again' }).waitFor()
    expect(await page.locator('#shop').count()).toBe(0)
    const end = await journey.reconnect(page)
    await until(async () => (await statusOf(shopId)) === 'active', { timeoutMs: 30_000, message: 'access again' })
    await end.getByRole('heading', { name: 'is connected and up to date' }).waitFor({ timeout: 60_000 })
    expect(await expectMirrored(system, domain)).toBe(shopId)
  })
})
