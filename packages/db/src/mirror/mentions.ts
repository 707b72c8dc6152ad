/** The id itself and no longer one, as both Postgres and JavaScript read it. */
export function mentionOf(id: string): string {
  return `(^|[^0-9A-Za-z])${id.replaceAll(/\W/g, '\\$&')}([^0-9A-Za-z]|$)`
}

/** Whether the text contains the id as a whole value, not as part of a longer one. */
export function mentions(text: string, id: string): boolean {
  return new RegExp(mentionOf(id)).test(text)
}

/** Whether the text contains one of the ids as a whole value. */
export function mentionsAny(text: string, ids: readonly string[]): boolean {
  return ids.some((id) => mentions(text, id))
}
