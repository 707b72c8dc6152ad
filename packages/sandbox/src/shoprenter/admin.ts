import { type SignedQuery, signedQuery } from './sign.ts'

interface Admin {
  domain: string
  appId: string
  clientId: string
  entryUri: string
  sign(): Omit<SignedQuery, 'shopname'>
  approve(): void
}

export interface Page {
  status: number
  location?: string
  html?: string
}

/** The shop's admin as far as an app meets it: its own page, which opens the EntryPoint, and the approval of scopes. */
export function adminPage(
  path: string,
  query: URLSearchParams,
  { domain, appId, clientId, entryUri, sign, approve }: Admin,
): Page {
  if (path === `/admin/app/${appId}`) {
    const entry = signedQuery({ shopname: domain, ...sign() })
    // What the app appended to the address comes back, outside of the signature.
    for (const [name, value] of query) entry.append(name, value)
    return { status: 302, location: `${entryUri}?${entry}` }
  }
  if (path === `/admin/app/${clientId}/approveScopes`) {
    approve()
    return { status: 200, html: '<!doctype html><title>Jogosultságok</title><p>A jogosultságokat elfogadtad.</p>' }
  }
  return { status: 404, html: '<!doctype html><title>404</title><p>Nincs ilyen oldal.</p>' }
}
