import { describeFailure, type Shop } from '@shopmirror/jobs'
import { z } from 'zod'
import { isOutOfReach } from '../http/is-out-of-reach.ts'
import { Problem } from '../http/problem.ts'
import type { ControlDeps } from './deps.ts'

export const testResultSchema = z
  .object({
    ok: z.boolean(),
    took_ms: z.int(),
    name: z.string().nullable(),
    kind: z.string().nullable().describe('What kind of failure it is'),
    reason: z.string().nullable().describe('What is wrong, when it is'),
  })
  .meta({ id: 'ShopTest' })

/** A real call with the shop's real token, within its allowance. A failure of the shop is a result, not an error. */
export async function testShop(shop: Shop, deps: ControlDeps): Promise<z.input<typeof testResultSchema>> {
  if (shop.status === 'uninstalled')
    throw new Problem('wrong-state', { parameters: { what: shop.domain, status: shop.status, wish: 'test' } })
  const startedAt = performance.now()
  const tookMs = () => Math.round(performance.now() - startedAt)
  try {
    const { client } = await deps.openShop(shop.id, 'refetch')
    const { name } = await client.describe()
    return { ok: true, took_ms: tookMs(), name, kind: null, reason: null }
  } catch (error) {
    if (isOutOfReach(error)) throw error
    const { kind, message } = describeFailure(error)
    return { ok: false, took_ms: tookMs(), name: null, kind, reason: message }
  }
}
