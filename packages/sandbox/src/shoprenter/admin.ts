interface Admin {
  appId: string
  clientId: string
  entryUri: string
  /** The signed parameters that the platform appends. */
  sign(): URLSearchParams
  approve(): void
}

export interface Page {
  status: number
  location?: string
  html?: string
}

/** The shop's admin as far as an app meets it: its own page, which opens the EntryPoint, and the approval of scopes. */
export function adminPage(path: string, query: URLSearchParams, admin: Admin): Page {
  const { appId, clientId, entryUri, sign, approve } = admin
  if (path === `/admin/app/${appId}`) {
    const entry = sign()
    // The platform appends the app's own parameters outside of the signature.
    for (const [name, value] of query) entry.append(name, value)
    return { status: 302, location: `${entryUri}?${entry}` }
  }
  if (path === `/admin/app/${clientId}/approveScopes`) {
    approve()
    return { status: 200, html: '<!doctype html><title>Jogosultságok</title><p>A jogosultságokat elfogadtad.</p>' }
  }
  return { status: 404, html: '<!doctype html><title>404</title><p>Nincs ilyen oldal.</p>' }
}
