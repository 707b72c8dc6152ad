/** Tags differ by more than the case of letters; the first spelling stays. */
export function missingTags(held: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(held.map(plain))
  return wanted.filter((tag) => !known.has(plain(tag)))
}

export function presentTags(held: readonly string[], unwanted: readonly string[]): string[] {
  const known = new Set(held.map(plain))
  return unwanted.filter((tag) => known.has(plain(tag)))
}

function plain(tag: string): string {
  return tag.trim().toLowerCase()
}
