import { RetryableError } from '../../contract/errors.ts'

export interface Connection<Node> {
  readonly nodes: readonly Node[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

/** Cursor of the next page; `null` at the end. */
export function nextOf({ pageInfo }: Connection<unknown>): string | null {
  if (!pageInfo.hasNextPage) return null
  if (pageInfo.endCursor) return pageInfo.endCursor
  throw new RetryableError('Shopify: response has a next page but no cursor.', { platform: 'shopify' })
}

/** The whole list. An owner that was deleted in the meantime has no further entries. */
export async function readRest<Node>(
  begun: Connection<Node>,
  read: (after: string) => Promise<Connection<Node> | null | undefined>,
): Promise<Connection<Node>> {
  const nodes = [...begun.nodes]
  for (let after = nextOf(begun); after !== null; ) {
    const more = await read(after)
    nodes.push(...(more?.nodes ?? []))
    after = more ? nextOf(more) : null
  }
  return { nodes, pageInfo: { hasNextPage: false, endCursor: null } }
}
