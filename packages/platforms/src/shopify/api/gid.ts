/** The number of `gid://shopify/Order/123?…`, as text, because it may exceed what a JavaScript number can hold. Other text is returned unchanged. */
export function numberOf(gid: string): string {
  return /^gid:\/\/shopify\/\w+\/(\d+)/.exec(gid)?.[1] ?? gid
}

export function gidOf(type: string, number: string): string {
  return `gid://shopify/${type}/${number}`
}
