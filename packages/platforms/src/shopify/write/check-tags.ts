/** Shopify splits a tag at its commas. */
export function checkTags(tags: readonly string[] | undefined, field = 'tags') {
  return (tags ?? []).flatMap((tag, index) =>
    tag.includes(',') ? [{ path: `payload.${field}.${index}`, message: 'must not contain a comma' }] : [],
  )
}
