/** Longer than any URL that names a shop, characters. */
const LENGTH_MAX = 2_048
const PRINTABLE = /^[\x21-\x7e]+$/
const ADDRESS = /^(?<scheme>https?:\/\/|\/\/)?(?<host>[a-z0-9.-]+)(?<port>:\d{1,5})?(?<rest>[/?#].*)?$/i

/** The parts of a shop name or URL that a user typed or pasted. */
export interface PastedAddress {
  /** In lower case, without `www.`, trailing dot, user and port. */
  host: string
  /** The input was a single word, without scheme, dot and path. */
  isWord: boolean
  path: string[]
  query: URLSearchParams
}

/** Parses a pasted name or URL. `null` for other schemes, user names, inner spaces and non-ASCII look-alike letters. */
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
