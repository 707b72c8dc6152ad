import { SettingsError } from '../settings-error.ts'

export type Parameters = Readonly<Record<string, string>>

/** How the parameters of an address are taken. Names are exact. */
export interface KnownParameters {
  honoured: readonly string[]
  /** Of other programs and libraries, and without a use here: left out. */
  ignored: readonly string[]
  /** What to do instead, by name. */
  instead: Readonly<Record<string, string>>
}

/** The honoured parameters of a query that are not empty. Throws at one nobody knows: a misspelt one may be a safeguard. */
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

/** One of the values that a parameter may have. */
export function oneOf<Value extends string>(
  setting: string,
  [name, value]: readonly [string, string],
  values: readonly Value[],
): Value {
  const found = values.find((each) => each === value)
  if (found !== undefined) return found
  throw new SettingsError(`${setting}: ${name}=${value} is not known; use one of ${values.join(', ')}.`)
}

/** A part of an address without its percent-encoding. */
export function decodePart(setting: string, part: string, text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new SettingsError(`${setting}: the ${part} is not percent-encoded correctly; write a plain % as %25.`)
  }
}
