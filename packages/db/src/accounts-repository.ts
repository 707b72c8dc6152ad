import { and, asc, desc, eq, lt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { createId } from './create-id.ts'
import { hasPart } from './list-query.ts'
import { accounts } from './schema/index.ts'

/** Accounts: the customers of this deployment, each with its plan, keys and shops. */
export const accountsRepository = ({ db }: Connection) => ({
  /** Default plan: `unlimited`. */
  async create({ name, planId }: { name: string; planId?: string }) {
    const [account] = await db
      .insert(accounts)
      .values({ id: createId('acc'), name, ...(planId && { planId }) })
      .returning()
    if (!account) throw new Error('The account was not created.')
    return account
  },

  /** `null` for an unknown id. */
  async find(id: string) {
    const [account] = await db.select().from(accounts).where(eq(accounts.id, id))
    return account ?? null
  },

  /** Id of the oldest account; `null` when there is none yet. */
  async firstId() {
    const [first] = await db.select({ id: accounts.id }).from(accounts).orderBy(asc(accounts.createdAt)).limit(1)
    return first?.id ?? null
  },

  /** Newest first. */
  list: ({ search, cursor, limit }: { search?: string | undefined; cursor?: string | undefined; limit: number }) =>
    db
      .select()
      .from(accounts)
      .where(and(search ? hasPart(accounts.name, search) : undefined, cursor ? lt(accounts.id, cursor) : undefined))
      .orderBy(desc(accounts.id))
      .limit(limit),

  /** `null` for an unknown id. */
  async rename(id: string, name: string) {
    const [renamed] = await db.update(accounts).set({ name }).where(eq(accounts.id, id)).returning()
    return renamed ?? null
  },

  /** The account with exactly this name; `null` when there is none. */
  async findByName(name: string) {
    const [account] = await db.select().from(accounts).where(eq(accounts.name, name))
    return account ?? null
  },
})
