import type { z } from 'zod'
import { listSettings, type Setting } from './settings.ts'
import { SettingsError } from './settings-error.ts'

/**
 * Reads and validates settings from the environment. An empty variable counts as not set. Throws one `SettingsError`
 * that names every problem, without values, because they may be secrets.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const result = schema.safeParse(given)
  if (result.success) return result.data

  const settings = new Map(listSettings(schema).map((setting) => [setting.name, setting]))
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? 'settings')
    return `  ${name}: ${given[name] === undefined ? 'is missing' : issue.message}${explain(settings.get(name))}`
  })
  throw new SettingsError(
    `Invalid settings\n${problems.join('\n')}\nSet them in the environment or in .env; .env.example explains each.`,
  )
}

function explain(setting: Setting | undefined): string {
  if (!setting?.description) return ''
  return ` (${setting.description}${setting.example ? `; for example ${setting.example}` : ''})`
}
