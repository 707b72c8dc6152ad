import { describeFailure, type Shop } from '@shopmirror/jobs'
import { ConnectorError, type ConnectorFailure } from '@shopmirror/platforms'
import { z } from 'zod'
import { isUnavailable } from '../http/is-unavailable.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'
import { diagnose, toFindings } from './diagnose.ts'

const findingSchema = z
  .object({
    part: z.enum(['domain', 'token', 'scope', 'version', 'location']),
    detail: z.string().describe('What is wrong, and what to do'),
  })
  .meta({ id: 'Finding' })

/** Result of a connection test. `ok` is true when there are no findings and no failure. */
export const testResultSchema = z
  .object({
    ok: z.boolean(),
    findings: z.array(findingSchema).describe('What keeps the connection from working'),
    took_ms: z.int(),
    name: z.string().nullable(),
    kind: z.string().nullable().describe('Kind of failure, if a call failed'),
    reason: z.string().nullable().describe('The first finding'),
  })
  .meta({ id: 'ShopTest' })

/** Makes real calls with the shop's token, within its rate limit. A failure of the shop is a result, not an error. */
export async function testShop(shop: Shop, deps: ControlDeps): Promise<z.input<typeof testResultSchema>> {
  if (shop.status === 'uninstalled')
    throw new Problem('wrong-state', { parameters: { what: shop.domain, status: shop.status, action: 'test' } })
  const startedAt = performance.now()
  const tookMs = () => Math.round(performance.now() - startedAt)
  try {
    const { client, platform } = await deps.openShop(shop.id, 'refetch')
    const { name, findings } = await diagnose({ client, platform, domain: shop.domain })
    const [first] = findings
    return { ok: !first, findings, took_ms: tookMs(), name, kind: null, reason: first?.detail ?? null }
  } catch (error) {
    if (isUnavailable(error) && !(error instanceof ConnectorError)) throw error
    const { kind, message } = describeFailure(error)
    const findings = error instanceof ConnectorError ? toFindings(error as ConnectorFailure) : []
    return { ok: false, findings, took_ms: tookMs(), name: null, kind, reason: message }
  }
}
