/** Which members of an object are returned: `fields[]` only these, `excludes[]` all but these; in lists also as `items.id`. */
export function readSelection(params: URLSearchParams): (document: object) => object {
  const fields = namesIn(params, 'fields')
  const excludes = namesIn(params, 'excludes')
  if (fields.size === 0 && excludes.size === 0) return (document) => document
  const isKept = (name: string) => (fields.size === 0 || fields.has(name)) && !excludes.has(name)
  return (document) => Object.fromEntries(Object.entries(document).filter(([name]) => isKept(name)))
}

/** Rails style, `ids[]=a&ids[]=b`; also accepted without the brackets and with commas. */
export function listOf(params: URLSearchParams, name: string): string[] {
  return [...params.getAll(`${name}[]`), ...params.getAll(name)].flatMap((value) => value.split(',')).filter(Boolean)
}

function namesIn(params: URLSearchParams, name: string): Set<string> {
  // Below the top nothing is left out.
  return new Set(listOf(params, name).map((path) => path.replace(/^items\./, '').split('.')[0] ?? ''))
}
