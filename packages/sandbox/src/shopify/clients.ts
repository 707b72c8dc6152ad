import { randomBytes } from 'node:crypto'

/** An app as the platform knows it. https://shopify.dev/docs/apps/build/authentication-authorization/client-secrets */
export interface Client {
  id: string
  /** All of them are good; the first is what the platform signs with. */
  secrets: string[]
  /** Of an app that one shop made for itself; absent for an app that any shop may install. */
  domain?: string
  /** Of a shop's own app: what it may do, without consent. */
  scopes: readonly string[]
}

export interface Clients {
  register(client: Client): void
  find(id: unknown): Client | undefined
  /** A new secret, with which everything is signed from now on; old ones stay good unless they are dropped. */
  rotate(id: string, options?: { dropOld?: boolean }): string
}

export function createClients(...known: Client[]): Clients {
  const clients = new Map(known.map((client) => [client.id, client]))
  return {
    register: (client) => void clients.set(client.id, client),
    find: (id) => clients.get(String(id)),
    rotate(id, { dropOld = false } = {}) {
      const client = clients.get(id)
      if (!client) throw new Error(`The sandbox knows no client ${id}: register it first.`)
      const secret = createSecret()
      // In place: signers hold this list.
      client.secrets.splice(0, dropOld ? client.secrets.length : 0, secret)
      return secret
    },
  }
}

export function createSecret(): string {
  return `shpss_${randomBytes(16).toString('hex')}`
}
