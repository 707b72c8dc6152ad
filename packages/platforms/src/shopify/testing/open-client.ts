import { expect } from 'vitest'
import type { PushKind } from '../../contract/push-kinds.ts'
import type { Change, KindWrites, WriteOutcome } from '../../contract/writes.ts'
import { createAccess } from '../../testing/test-access.ts'
import { openOrderStage } from './order-stage.ts'

/** A shop of the sandbox, and single changes sent to it. */
export async function openClient() {
  const stage = await openOrderStage()
  const access = createAccess(stage.platform, stage.domain, stage.grantRequest)
  const shop = { id: 'shp_test', domain: stage.domain }
  const profile = await stage.platform.client({ shop, access }).describe()
  const client = stage.platform.client({ shop, access, profile })
  let count = 0
  const writesOf = <Kind extends PushKind>(kind: Kind) =>
    (client.writes?.[kind] ?? expect.fail(`no writes for ${kind}`)) as unknown as KindWrites<Kind>
  return {
    stage,
    writesOf,
    async send<Kind extends PushKind>(
      kind: Kind,
      target: object,
      payload: object,
      repeat?: { firstSentAt: Date },
    ): Promise<WriteOutcome> {
      const pushId = `psh_${++count}`
      const change = { pushId, target, payload } as unknown as Change<Kind>
      const call = { key: pushId, changes: [change], ...(repeat && { repeat }) }
      return (await writesOf(kind).send(call))[0] ?? expect.fail('no outcome')
    },
  }
}
