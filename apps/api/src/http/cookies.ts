interface Cookie {
  name: string
  value: string
  /** Begins with the path of `PUBLIC_URL`. */
  path: string
  seconds: number
  sameSite: 'Lax' | 'Strict'
  isSecure: boolean
}

/** A `Set-Cookie` value. Scripts cannot read the cookie. */
export function setCookie({ name, value, path, seconds, sameSite, isSecure }: Cookie): string {
  const secure = isSecure ? '; Secure' : ''
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure}`
}

/** The value of a cookie; empty when there is none. */
export function readCookie(name: string, header = ''): string {
  const pairs = header.split(';').map((pair) => pair.trim())
  const found = pairs.find((pair) => pair.startsWith(`${name}=`)) ?? ''
  return found.slice(name.length + 1)
}
