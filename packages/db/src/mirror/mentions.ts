/** The id itself and no longer one, as both Postgres and JavaScript read it. */
export function mentionOf(id: string): string {
  return `(^|[^0-9A-Za-z])${literal(id)}([^0-9A-Za-z]|$)`
}

/** An e-mail address or phone number in JSON text, and no longer one, as Postgres reads it. */
export function mentionOfContact(contact: string): string {
  return `(^|[^0-9A-Za-z._%+@-]|\\\\[bfnrt])${literal(contact)}($|[^0-9A-Za-z@_.-]|[.]($|[^0-9A-Za-z]))`
}

/** Postgres takes no backslash before a letter of any alphabet. */
function literal(text: string): string {
  return text.replaceAll(/[^0-9A-Za-z\u0080-\u{10ffff}]/gu, '\\$&')
}

/** Whether the text contains the id as a whole value, not as part of a longer one. */
export function mentions(text: string, id: string): boolean {
  return new RegExp(mentionOf(id)).test(text)
}

/** Whether the text contains one of the ids as a whole value. */
export function mentionsAny(text: string, ids: readonly string[]): boolean {
  return ids.some((id) => mentions(text, id))
}
