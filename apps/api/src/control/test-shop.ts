import { describeFailure, type Shop } from '@shopmirror/jobs'
import { ConnectorError, type ConnectorFailure } from '@shopmirror/platforms'
import { z } from 'zod'
import { isOutOfReach } from '../http/is-out-of-reach.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { findFaults, toFindings } from './find-faults.ts'

const findingSchema = z
  .object({
    part: z.enum(['domain', 'token', 'scope', 'version', 'location']),
    detail: z.string().describe('What is wrong and what to do'),
  })
  .meta({ id: 'Finding' })

export const testResultSchema = z
  .object({
    ok: z.boolean(),
    findings: z.array(findingSchema).describe('Everything that keeps the connection from working'),
    took_ms: z.int(),
    name: z.string().nullable(),
    kind: z.string().nullable().describe('What kind of failure it is, when a call failed'),
    reason: z.string().nullable().describe('What the first thing wrong is'),
  })
  .meta({ id: 'ShopTest' })

/** Real calls with the shop's real token, within its allowance. A failure of the shop is a result, not an error. */
export async function testShop(shop: Shop, deps: ControlDeps): Promise<z.input<typeof testResultSchema>> {
  if (shop.status === 'uninstalled')
    throw new Problem('wrong-state', { parameters: { what: shop.domain, status: shop.status, wish: 'test' } })
  const startedAt = performance.now()
  const tookMs = () => Math.round(performance.now() - startedAt)
  try {
    const { client, platform } = await deps.openShop(shop.id, 'refetch')
    const { name, findings } = await findFaults({ client, platform, domain: shop.domain })
    const [first] = findings
    return { ok: !first, findings, took_ms: tookMs(), name, kind: null, reason: first?.detail ?? null }
  } catch (error) {
    if (isOutOfReach(error) && !(error instanceof ConnectorError)) throw error
    const { kind, message } = describeFailure(error)
    const findings = error instanceof ConnectorError ? toFindings(error as ConnectorFailure) : []
    return { ok: false, findings, took_ms: tookMs(), name: null, kind, reason: message }
  }
}
