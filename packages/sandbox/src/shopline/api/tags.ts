const [SHORTEST, LONGEST] = [3, 40]

/** The same rule everywhere: a list of texts of 3 to 40 characters, with a maximum number. */
export function mistakeInTags(tags: unknown, most = Number.POSITIVE_INFINITY): string | undefined {
  if (!Array.isArray(tags)) return 'tags is not a list'
  if (tags.length > most) return `tags holds more than ${most}`
  const wrong = tags.find((tag) => typeof tag !== 'string' || tag.length < SHORTEST || tag.length > LONGEST)
  return wrong === undefined ? undefined : `tags holds "${wrong}", which has not ${SHORTEST} to ${LONGEST} characters`
}
