import { findFirstRun, type ShopView, waitForRun } from '@shopmirror/scripts/journey.ts'
import type { System } from '@shopmirror/test/system.ts'
import { until } from '@shopmirror/test/until.ts'

export const PATIENCE = { timeoutMs: 30_000, intervalMs: 200 }

interface Finding {
  part: string
  detail: string
}

/** Steps that tests of installs share. */
export interface InstallSteps {
  statusOf(shopId: string): Promise<unknown>
  /** Resolves when the shop is active. */
  activeShop(domain: string): Promise<ShopView>
  /** Resolves when the first run has ended and the mirror equals the shop. */
  expectMirrored(domain: string, shopId: string): Promise<void>
  untilEqual(domain: string, shopId: string): Promise<void>
  /** Parts of the shop in which the connection test finds a problem. */
  findings(shopId: string): Promise<string[]>
}

export function createInstallSteps(system: System): InstallSteps {
  const { sql, api } = system
  const findActive = async (domain: string) =>
    (await api.get<ShopView[]>('/api/v1/shops?status=active')).find((shop) => shop.domain === domain)
  const untilEqual = async (domain: string, shopId: string) => {
    await until(async () => (await system.differences(domain, shopId)) === '', PATIENCE)
  }
  return {
    statusOf: async (shopId) => (await sql`select status from shops where id = ${shopId}`)[0]?.status,
    activeShop: (domain) => until(() => findActive(domain), PATIENCE),
    untilEqual,
    expectMirrored: async (domain, shopId) => {
      await waitForRun(system, await findFirstRun(system, shopId))
      await untilEqual(domain, shopId)
    },
    findings: async (shopId) => {
      const { findings } = await api.post<{ findings: Finding[] }>(`/api/v1/shops/${shopId}/test`)
      return findings.map(({ part }) => part)
    },
  }
}
