import type { Repositories } from '@shopmirror/db'

type Settings = NonNullable<Awaited<ReturnType<Repositories['shopSettings']['get']>>>['pushSettings']
export type EntityPushSettings = NonNullable<Settings[string]>

/** Orders go out until a user switches them off, everything else once a user has switched it on. */
const defaults: EntityPushSettings = { enabled: false, intervalMinutes: 0, onConflict: 'hold' }

/** How pushes of an entity go out to a shop. */
export function pushSettingsOf(settings: Settings | undefined, entity: string): EntityPushSettings {
  return settings?.[entity] ?? { ...defaults, enabled: entity === 'orders' }
}

/** The end of the interval that a moment lies in; the moment itself where there is no interval. */
export function endOfInterval(at: Date, intervalMinutes: number): Date {
  const intervalMs = intervalMinutes * 60_000
  return intervalMs === 0 ? at : new Date(Math.ceil(at.getTime() / intervalMs) * intervalMs)
}
