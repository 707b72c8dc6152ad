import type { Repositories } from '@shopmirror/db'
import { withOutbox } from '../queue/with-outbox.ts'
import type { Shop } from '../shop.ts'
import { type SyncStarters, startSyncIn } from './start-sync.ts'

type Settings = Awaited<ReturnType<Repositories['shopSettings']['get']>>
type Change = Parameters<Repositories['shopSettings']['update']>[1]

/**
 * Changes a shop's settings. Resources that are included again are read from where the mirror stood, because their webhooks
 * were ignored; while a run is open, by the next scheduled one. `null` when the shop has no settings.
 */
export function changeSettings(
  { id: shopId, platform, status }: Pick<Shop, 'id' | 'platform' | 'status'>,
  change: Change,
  starters: SyncStarters,
): Promise<Settings> {
  const all = starters.platforms.get(platform)?.reads.resources ?? []
  return withOutbox(starters, async (db, enqueue) => {
    const before = (await db.shopSettings.get(shopId))?.resources ?? all
    const settings = await db.shopSettings.update(shopId, change)
    const mirrored = settings?.resources ?? all
    const added = all.filter((resource) => mirrored.includes(resource) && !before.includes(resource))
    if (added.length > 0 && status === 'active')
      await startSyncIn({ shopId, type: 'incremental', trigger: 'gap', resources: added }, { ...starters, db, enqueue })
    return settings
  })
}
