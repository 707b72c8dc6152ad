interface Admin {
  appId: string
  clientId: string
  entryUri: string
  /** The admin's path in the sandbox: `/shoprenter/shops/minta-bolt`. */
  root: string
  /** What the app asks for. */
  scopes: readonly string[]
  /** The app is shown in a frame of the admin, instead of in its place. */
  isEmbedded: boolean
  /** Where the merchant is sent after the install. */
  installUrl(): string
  /** The signed parameters that the platform appends. */
  sign(): URLSearchParams
  approve(): void
}

export interface Page {
  status: number
  location?: string
  html?: string
}

/** The shop's admin as far as an app meets it: its install, its own page, which opens the EntryPoint, and the approval of scopes. */
export function adminPage(path: string, query: URLSearchParams, admin: Admin): Page {
  const { appId, clientId, entryUri, root, sign, approve } = admin
  if (path === '/admin' || path === '/admin/')
    return page('Adminfelület', `<p><a href="${root}/admin/apps">Alkalmazások</a></p>`)
  if (path === '/admin/apps') return page('Alkalmazások', `<p><a href="${root}/admin/apps/${appId}">Sandbox</a></p>`)
  if (path === `/admin/apps/${appId}`) return installPage(admin)
  if (path === `/admin/app/${appId}`) {
    const entry = sign()
    // The platform appends the app's own parameters outside of the signature.
    for (const [name, value] of query) entry.append(name, value)
    const location = `${entryUri}?${entry}`
    return admin.isEmbedded ? framePage(location) : { status: 302, location }
  }
  if (path === `/admin/app/${clientId}/approveScopes`) {
    approve()
    return page('Jogosultságok', '<p>A jogosultságokat elfogadtad.</p>')
  }
  return { ...page('404', '<p>Nincs ilyen oldal.</p>'), status: 404 }
}

/** The merchant sees what the app asks for, and clicks install. */
function installPage({ scopes, installUrl }: Admin): Page {
  const list = scopes.map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`).join('')
  return page('Sandbox', `<ul>${list}</ul><p><a href="${escapeHtml(installUrl())}">Telepítés</a></p>`)
}

function framePage(address: string): Page {
  return page('Sandbox', `<iframe title="Sandbox" width="800" height="600" src="${escapeHtml(address)}"></iframe>`)
}

function page(title: string, body: string): Page {
  const head = `<meta charset="utf-8"><title>${title}</title>`
  return { status: 200, html: `<!doctype html><html lang="hu">${head}<h1>${title}</h1>${body}</html>` }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
