import { readPastedAddress } from '../../install/pasted-address.ts'

/** A merchant id, the only permanent name of a shop. */
const ID = /^[0-9a-f]{24}$/
const HOST = /^(?:[a-z0-9-]+\.)*shoplineapp\.com$/

/**
 * The merchant id, alone or in a SHOPLINE URL that names it as such. Other ids in URLs have the same format and are of
 * orders or products.
 */
export function parseDomain(input: string): string | null {
  const pasted = readPastedAddress(input)
  const id = pasted?.isWord ? pasted.host : idIn(pasted)
  const small = id?.toLowerCase() ?? ''
  return ID.test(small) ? small : null
}

function idIn(pasted: ReturnType<typeof readPastedAddress>): string | null | undefined {
  if (!pasted || !HOST.test(pasted.host)) return null
  const { path, query } = pasted
  return query.get('merchant_id') ?? path[path.indexOf('merchants') + 1 || path.length]
}
