/** A separate process that requests many tokens at once, as its channel says. */
import type { AccessToken } from '@shopmirror/platforms'
import { type KeeperSettings, openKeeper } from './keeper.ts'

export interface TokenTask extends KeeperSettings {
  shopId: string
  callers: number
  /** Every caller was refused with this one. */
  refused?: AccessToken
}

process.on('message', async ({ shopId, callers, refused, ...settings }: TokenTask) => {
  const { keeper, close } = openKeeper(settings)
  const call = () => (refused ? keeper.renew(shopId, refused) : keeper.get(shopId))
  const tokens = await Promise.all(Array.from({ length: callers }, call))
  await close()
  process.send?.(tokens)
})
process.on('disconnect', () => process.exit(0))
