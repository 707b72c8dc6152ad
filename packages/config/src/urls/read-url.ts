import { SettingsError } from '../settings-error.ts'

/** Parameters of an address by name. */
export type Parameters = Readonly<Record<string, string>>

/** How the parameters of an address are handled. Names are case-sensitive. */
export interface KnownParameters {
  honoured: readonly string[]
  /** Parameters of other programs and libraries that have no effect here. */
  ignored: readonly string[]
  /** Unsupported parameters, with what to do instead. */
  instead: Readonly<Record<string, string>>
}

/**
 * The honoured parameters that are not empty. Throws a `SettingsError` on an unknown one, because a misspelt parameter
 * may be a security setting.
 */
export function readParameters(setting: string, query: string, known: KnownParameters): Parameters {
  const given = [...new URLSearchParams(query)].filter(([name, value]) => value && !known.ignored.includes(name))
  for (const [name] of given) {
    if (known.honoured.includes(name)) continue
    throw new SettingsError(
      `${setting}: the parameter "${name}" is not supported; ${known.instead[name] ?? 'remove it'}.`,
    )
  }
  return Object.fromEntries(given)
}

/** Throws a `SettingsError` when the value is not one of `values`. */
export function oneOf<Value extends string>(
  setting: string,
  [name, value]: readonly [string, string],
  values: readonly Value[],
): Value {
  const found = values.find((each) => each === value)
  if (found !== undefined) return found
  throw new SettingsError(`${setting}: ${name}=${value} is not supported; use one of ${values.join(', ')}.`)
}

/** Decodes a part of an address. Throws a `SettingsError` on invalid percent-encoding. */
export function decodePart(setting: string, part: string, text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new SettingsError(`${setting}: the ${part} is not percent-encoded correctly; write a plain % as %25.`)
  }
}
