/** The number of `gid://shopify/Order/123?…`, as text: it may be beyond what a JS number holds. Whatever else comes stays whole. */
export function numberOf(gid: string): string {
  return /^gid:\/\/shopify\/\w+\/(\d+)/.exec(gid)?.[1] ?? gid
}

export function gidOf(type: string, number: string): string {
  return `gid://shopify/${type}/${number}`
}
