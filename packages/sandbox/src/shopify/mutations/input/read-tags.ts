/** A comma within a tag splits it; of tags that differ in case only, the first stays. */
export function readTags(tags: readonly string[]): string[] {
  return addTags([], tags)
}

export function addTags(present: readonly string[], tags: readonly string[]): string[] {
  const all = new Map<string, string>()
  for (const tag of [...present, ...split(tags)]) if (!all.has(tag.toLowerCase())) all.set(tag.toLowerCase(), tag)
  return [...all.values()]
}

function split(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => tag.split(',')).flatMap((tag) => tag.trim() || [])
}

export function removeTags(present: readonly string[], tags: readonly string[]): string[] {
  const gone = new Set(split(tags).map((tag) => tag.toLowerCase()))
  return present.filter((tag) => !gone.has(tag.toLowerCase()))
}
