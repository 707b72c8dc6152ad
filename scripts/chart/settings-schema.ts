import { ApiConfig } from '@shopmirror/api'
import { listSettings } from '@shopmirror/config'
import { modules } from '@shopmirror/platforms'
import { WorkerConfig } from '@shopmirror/worker'
import { z } from 'zod'

/** Settings that the chart gives itself. */
const given = new Set(['PUBLIC_URL', 'HOST', 'PORT', 'WORKER_PORT', 'WORKER_QUEUES'])

/**
 * A schema of all settings that are not secret, by their names. A secret is refused here, because values end up in the
 * release's history.
 */
export function settingsSchema() {
  const schemas: z.ZodObject[] = [ApiConfig, WorkerConfig, ...modules.map((module) => module.settings)]
  const fields = schemas.flatMap((schema) =>
    listSettings(schema)
      .filter(({ name, secret }) => !secret && !given.has(name))
      .map(({ name, description }) => [
        name,
        valueSchemaOf(schema.shape[name] as z.ZodType)
          .optional()
          .describe(description),
      ]),
  )
  return z.strictObject(Object.fromEntries(fields) as Record<string, z.ZodType>).meta({ id: 'Settings' })
}

/** A number where the setting is one, so that YAML may say `5` and `"5"`; the program checks the rest when it starts. */
function valueSchemaOf(field: z.ZodType): z.ZodType {
  const { type, minimum, maximum, enum: choices } = z.toJSONSchema(field, { unrepresentable: 'any' })
  if (type === 'integer' || type === 'number') {
    const number = (type === 'integer' ? z.int() : z.number()).min(minimum ?? 0)
    return z.union([maximum === undefined ? number : number.max(maximum), z.string().regex(/^[0-9.]+$/)])
  }
  if (choices?.every((choice) => typeof choice === 'string')) return z.enum(choices as string[])
  return z.union([z.string(), z.boolean()])
}
