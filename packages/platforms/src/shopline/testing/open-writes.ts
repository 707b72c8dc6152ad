import { type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { ids, variantGroupsOf } from '@shopmirror/sandbox/shopline/testing'
import { expect } from 'vitest'
import type { Platform } from '../../contract/platform.ts'
import type { PushKind } from '../../contract/push-kinds.ts'
import type { Change, KindWrites, ReadBack, VariantTarget, WriteOutcome } from '../../contract/writes.ts'
import { loadPlatforms } from '../../registry.ts'
import { createAccess } from '../../testing/test-access.ts'

/** A shop of the sandbox, and our writes to it. */
export async function openWrites(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({
    ...{ products: 40, customers: 4, orders: 3, shopline: { requestsPerSecond: 100_000 } },
    ...options,
  })
  const { shopline } = sandbox
  const { domain, world, state } = shopline.shop()
  const now = () => new Date(sandbox.clock.now())
  const platform = loadPlatforms(sandbox.env, { now }).get('shopline') as Platform
  const clientWith = (scopes: readonly string[]) =>
    platform.client({
      shop: { id: 'shp_test', domain },
      access: createAccess(platform, domain, async () => ({
        domain,
        code: shopline.tokens.issueCode(domain, { scopes }),
      })),
    })
  const client = clientWith(shopline.scopes)
  const writes = <Kind extends PushKind>(kind: Kind, of = client) =>
    (of.writes?.[kind] ?? expect.fail(`no writes for ${kind}`)) as unknown as KindWrites<Kind>
  return {
    ...{ sandbox, platform, client, world, state, now, writes },
    quirks: shopline.openApi.quirks,
    /** What SHOPLINE alone knows of an order. */
    extras: (order: number) => state.extras(order),
    without: (scope: string) => clientWith(shopline.scopes.filter((each) => each !== scope)),
    /** The next call, or the one after so many others. */
    break: (kind: 'throttle' | 'error' | 'answerLost', path: string, after = 0) =>
      sandbox.faults.set({ kind, path, count: 1, after }),
    async send<Kind extends PushKind>(kind: Kind, change: Change<Kind>, firstSentAt?: Date): Promise<WriteOutcome> {
      const call = { key: change.pushId, changes: [change], ...(firstSentAt && { repeat: { firstSentAt } }) }
      return (await writes(kind).send(call))[0] ?? expect.fail('no outcome')
    },
    async readBack<Kind extends PushKind>(kind: Kind, change: Change<Kind>, firstSentAt?: Date): Promise<ReadBack> {
      return (await writes(kind).readBack([change], firstSentAt))[0] ?? expect.fail('no state')
    },
    faults<Kind extends PushKind>(kind: Kind, change: Change<Kind>) {
      const check = platform.writes?.[kind]?.check as ((change: Change<Kind>) => { path: string }[]) | undefined
      return (check?.(change) ?? []).map(({ path }) => path)
    },
    /** A product without variations, and a variation, as pushes name them; `number` is the world's. */
    alone: variantOf(world, (members) => members === 1),
    variation: variantOf(world, (members) => members > 1),
    [Symbol.asyncDispose]: () => sandbox.close(),
  }
}

export type OpenWrites = Awaited<ReturnType<typeof openWrites>>
type World = Parameters<typeof variantGroupsOf>[0]

/** The first of the products with a fitting number of variations. `number` is the world's. */
export function variantOf(world: World, fits: (members: number) => boolean): VariantTarget & { number: number } {
  const groups = [...variantGroupsOf(world).all().values()]
  const { number: head, members } =
    groups.find((group) => !group.isRemoved && fits(group.members.length)) ?? expect.fail()
  const { id: number, sku, gross: price } = members[0] ?? expect.fail()
  const productId = ids.product(head)
  const variantId = members.length === 1 ? productId : ids.variation(number)
  return { number, productId, variantId, inventoryItemId: variantId, sku, price }
}
