const REPLACEMENT = '\u{fffd}'

/**
 * JSON text that Postgres takes: no NUL, no half of a surrogate pair. Shops do send both, and one would refuse a whole
 * page. `JSON.stringify` writes them as escapes, and few other characters, so that most texts are only searched once.
 */
export function toStorableJson(value: unknown): string {
  const json = JSON.stringify(value) ?? 'null'
  if (!json.includes('\\u')) return json
  // An escape counts when its backslash is not itself escaped.
  return json.replaceAll(/(?<!\\)((?:\\\\)*)\\u(0000|d[89a-f][0-9a-f]{2})/g, (_whole, before: string, code: string) =>
    code === '0000' ? before : `${before}${REPLACEMENT}`,
  )
}

/** Text that Postgres accepts: without NUL, and with U+FFFD for each half of a surrogate pair. */
export function toStorableText(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '')
}
