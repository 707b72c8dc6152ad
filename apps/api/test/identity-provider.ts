import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** Who signs in at the provider. */
export interface ProviderUser {
  sub: string
  email: string
  email_verified: boolean
  name: string
}

export interface IdentityProvider extends AsyncDisposable {
  issuer: string
  clientId: string
  clientSecret: string
  /** Signs this person in at the provider. Returns the address to which it sends the browser back. */
  visit(url: string, user: ProviderUser): Promise<string>
}

const client = { clientId: 'shopmirror', clientSecret: 'a-client-secret-of-the-provider' }

/** A real OpenID Connect provider over HTTP, in which everybody is who they say they are. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const users = new Map<string, ProviderUser>()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let current = ''
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the tests'] },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: async () => ({ ...users.get(sub), sub }),
    }),
    interactions: { url: () => '/sign-in' },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    async loadExistingGrant({ oidc }: { oidc: { provider: Provider; session: { accountId: string } } }) {
      const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  } as never)
  const callback = provider.callback()
  server.on('request', (request, response) => {
    if (request.url === '/sign-in')
      void provider.interactionFinished(request, response, { login: { accountId: current } })
    else void callback(request, response)
  })
  return {
    ...{ issuer, ...client },
    async visit(url, user) {
      users.set(user.sub, user)
      current = user.sub
      return follow(url, redirectUri)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Follows redirects as a browser does, with cookies, until one leads back to us. */
async function follow(start: string, until: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = start
  while (!url.startsWith(until)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s)
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`)
    url = new URL(location, url).href
  }
  return url
}
