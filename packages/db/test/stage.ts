import { randomBytes, randomUUID } from 'node:crypto'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { createKeyring, type Database, type Keyring, openDatabase } from '../src/index.ts'

export interface Stage extends AsyncDisposable {
  url: string
  /** Without a pooler. */
  directUrl: string
  sql: Database['sql']
  db: Database['repositories']
  keyring: Keyring
  /** Ours, as the repositories see it; stands still until it is moved. */
  clock: { now: Date }
  /** A connected, active shop of a new account. */
  createShop(options?: { platform?: string; accountId?: string }): Promise<Shop>
  createAccount(): Promise<string>
}

export type Shop = NonNullable<Awaited<ReturnType<Database['repositories']['shops']['find']>>>

export const createTestKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`

let copyFrom: { newRows: number; changedRows: number } | undefined

/** From now on the stages of this file write every row by COPY, as large pages do. */
export function copyEveryRow(): void {
  copyFrom = { newRows: 1, changedRows: 1 }
}

/** A separate database with the repositories, over several connections. */
export async function createStage(): Promise<Stage> {
  const database = await createTestDatabase()
  const { url, directUrl } = database
  const clock = { now: new Date('2026-06-01T12:00:00Z') }
  const keyring = createKeyring(createTestKey('test'))
  const { sql, repositories: db, close } = openDatabase({ url, keyring, now: () => clock.now, max: 8, copyFrom })
  const createAccount = async () => (await db.accounts.create({ name: randomUUID() })).id

  return {
    ...{ url, directUrl, sql, db, keyring, clock, createAccount },
    async createShop({ platform = 'shoprenter', accountId } = {}) {
      const owner = accountId ?? (await createAccount())
      const { shop } = await db.shops.connect({ accountId: owner, platform, domain: randomUUID() })
      await db.shops.setAccess({ shopId: shop.id, version: null, access: 'active' })
      return { ...shop, access: 'active', status: 'active' }
    },
    async [Symbol.asyncDispose]() {
      await close()
      await database[Symbol.asyncDispose]()
    },
  }
}
