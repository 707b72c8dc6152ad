import type { Repositories } from '@shopmirror/db'
import { type Platform, resourceNames } from '@shopmirror/platforms'
import { z } from 'zod'

type Settings = NonNullable<Awaited<ReturnType<Repositories['shopSettings']['get']>>>

/** All resources; each platform has some of them. */
export const resourceSchema = z.enum(resourceNames)

const frequencySchema = z.enum(['15m', '30m', '1h', '6h', '1d'])

/** Settings of a shop, complete in responses and in requests. */
export const settingsSchema = z
  .object({
    schedule_enabled: z.boolean(),
    frequency: frequencySchema.describe('How often changes are read (incremental sync)'),
    resources: z
      .array(resourceSchema)
      .min(1)
      .nullable()
      .describe('What is mirrored; `null`: all resources of the platform'),
    full_every_hours: z
      .int()
      .min(1)
      .max(8_760)
      .describe('How often everything is read (full sync), which also detects deletes'),
  })
  .strict()
  .meta({ id: 'ShopSettings' })

/** The resources of each platform, for the documentation of routes that accept `resources`. */
export function describeResources(platforms: ReadonlyMap<string, Platform>): string {
  const lines = [...platforms.values()].map(({ id, reads }) => `- \`${id}\`: ${reads.resources.join(', ')}`)
  return ['Choose `resources` from those of the shop’s platform:', ...lines].join('\n')
}

/** A row of `shop_settings` as `settingsSchema`. */
export function presentSettings(settings: Settings): z.input<typeof settingsSchema> {
  return {
    schedule_enabled: settings.scheduleEnabled,
    frequency: settings.frequency,
    resources: settings.resources as z.input<typeof settingsSchema>['resources'],
    full_every_hours: settings.fullEveryHours,
  }
}
