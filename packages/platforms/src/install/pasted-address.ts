/** Longer than any address bar that names a shop. */
const LENGTH_MAX = 2_048
const PRINTABLE = /^[\x21-\x7e]+$/
const ADDRESS = /^(?<scheme>https?:\/\/|\/\/)?(?<host>[a-z0-9.-]+)(?<port>:\d{1,5})?(?<rest>[/?#].*)?$/i

/** What somebody typed or pasted to name a shop, taken apart. What looks like a trick is not taken apart at all. */
export interface PastedAddress {
  /** In small letters, without `www.` and a dot at its end; never with a user or a port. */
  host: string
  /** The input was one word: no scheme, no dot, no path. */
  isWord: boolean
  path: string[]
  query: URLSearchParams
}

/** `null` for what is no address: other schemes, users, spaces inside, letters that only look like ours. */
export function readPastedAddress(input: string): PastedAddress | null {
  const text = input.trim()
  if (text.length > LENGTH_MAX || !PRINTABLE.test(text) || text.includes('\\')) return null
  const { scheme, host: given = '', port, rest = '' } = ADDRESS.exec(text)?.groups ?? {}
  const host = given
    .toLowerCase()
    .replace(/\.+$/, '')
    .replace(/^www\.(?=.*\.)/, '')
  if (host === '' || !URL.canParse(`https://${host}${rest}`)) return null
  const { pathname, searchParams } = new URL(`https://${host}${rest}`)
  const path = pathname.split('/').filter(Boolean)
  const isBare = scheme === undefined && port === undefined && path.length === 0 && searchParams.size === 0
  return { host, isWord: isBare && !host.includes('.'), path, query: searchParams }
}
