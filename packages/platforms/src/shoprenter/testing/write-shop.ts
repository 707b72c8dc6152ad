import { type Fault, type SandboxOptions, startSandbox } from '@shopmirror/sandbox'
import { ids } from '@shopmirror/sandbox/shoprenter/testing'
import type { Platform } from '../../contract/platform.ts'
import type { PushKind } from '../../contract/push-kinds.ts'
import type { Change, KindWrites, WriteCall, WriteOutcome } from '../../contract/writes.ts'
import { loadPlatforms } from '../../registry.ts'
import { createAccess } from '../../testing/test-access.ts'

/** Long ago enough that a shop has finished what it was asked then. */
const EARLIER_MS = 60_000

/** The sandbox's ShopRenter, and a client that writes to it. */
export async function openWriteShop(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({
    ...{ products: 20, customers: 10, orders: 10, appWrites: true },
    shoprenter: { requestsPerSecond: 10_000 },
    ...options,
  })
  const platform = loadPlatforms(sandbox.env, { now: () => new Date() }).get('shoprenter') as Platform
  const world = sandbox.world()
  const { domain } = world
  const connect = async () => {
    const access = createAccess(platform, domain)
    const profile = await platform.client({ shop: { id: 'shp_test', domain }, access }).describe()
    return platform.client({ shop: { id: 'shp_test', domain }, access, profile })
  }
  let client = await connect()
  const writesOf = <Kind extends PushKind>(kind: Kind): KindWrites<Kind> => {
    const writes = client.writes?.[kind]
    if (!writes) throw new Error(`no writes for ${kind}`)
    return writes as unknown as KindWrites<Kind>
  }
  const send = async <Kind extends PushKind>(
    kind: Kind,
    change: Change<Kind>,
    repeat?: WriteCall['repeat'],
  ): Promise<WriteOutcome | undefined> =>
    (await writesOf(kind).send({ key: `key-${change.pushId}`, changes: [change], ...(repeat && { repeat }) }))[0]

  return {
    ...{ sandbox, platform, world, domain, writesOf, send, ids },
    shop: sandbox.shoprenter.shop(domain),
    client: () => client,
    /** The same call again, when the shop has long finished the one before it. */
    repeat: <Kind extends PushKind>(kind: Kind, change: Change<Kind>) =>
      send(kind, change, { firstSentAt: new Date(Date.now() - EARLIER_MS) }),
    break: (fault: Fault) => sandbox.faults.set(fault),
    mend: () => sandbox.faults.clear(),
    async withoutScope(scope: string) {
      const { tokens } = sandbox.shoprenter
      tokens.setScopes(
        domain,
        tokens.wantedScopes().filter((each) => each !== scope),
      )
      client = await connect()
    },
    close: () => sandbox.close(),
  }
}

export type WriteShop = Awaited<ReturnType<typeof openWriteShop>>
