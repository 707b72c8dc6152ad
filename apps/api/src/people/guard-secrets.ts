import { createHash } from 'node:crypto'
import type { DBAdapter, DBTransactionAdapter, Where } from '@better-auth/core/db/adapter'

type Row = Record<string, unknown>
type Reads = Omit<DBTransactionAdapter, 'id' | 'options'>

/** What the library would keep of a person's access at the identity provider. Nothing here uses it. */
const PROVIDER_TOKENS = [
  'accessToken',
  'refreshToken',
  'idToken',
  'accessTokenExpiresAt',
  'refreshTokenExpiresAt',
  'scope',
]

/**
 * An adapter that stores only hashes of session tokens, and no tokens of identity providers: who reads the database
 * cannot take over a session. The library itself stores them as they are in the cookie.
 */
export function guardSecrets(adapter: DBAdapter): DBAdapter {
  const { transaction } = adapter
  return {
    ...adapter,
    ...wrap(adapter),
    transaction: (work) => transaction((tx) => work({ ...tx, ...wrap(tx) } as DBTransactionAdapter)),
  }
}

function wrap(adapter: DBTransactionAdapter): Partial<Reads> {
  return {
    create: async (input) => {
      const row = await adapter.create({
        ...input,
        data: storable(input.data as Row, input.model) as typeof input.data,
      })
      return input.model === 'session' ? { ...row, token: (input.data as Row).token } : row
    },
    findOne: async (input) => withToken(await adapter.findOne(hashedWhere(input)), input),
    findMany: async (input) => (await adapter.findMany(hashedWhere(input))) as never,
    update: async (input) =>
      withToken(await adapter.update({ ...hashedWhere(input), update: storable(input.update, input.model) }), input),
    updateMany: (input) => adapter.updateMany({ ...hashedWhere(input), update: storable(input.update, input.model) }),
    delete: (input) => adapter.delete(hashedWhere(input)),
    deleteMany: (input) => adapter.deleteMany(hashedWhere(input)),
    consumeOne: async (input) => withToken(await adapter.consumeOne(hashedWhere(input)), input),
    count: (input) => adapter.count(hashedWhere(input)),
  } as Partial<Reads>
}

interface Query {
  model: string
  where?: Where[] | undefined
}

function hashedWhere<Input extends Query>(input: Input): Input {
  if (input.model !== 'session' || !input.where) return input
  return { ...input, where: input.where.map((each) => (each.field === 'token' ? hashedValue(each) : each)) }
}

function hashedValue(where: Where): Where {
  const { value } = where
  return { ...where, value: Array.isArray(value) ? value.map((each) => hash(String(each))) : hash(String(value)) }
}

function storable(data: Row, model: string): Row {
  if (model === 'session' && typeof data.token === 'string') return { ...data, token: hash(data.token) }
  if (model !== 'account') return data
  // With a time, so that there is something to update.
  const kept = Object.entries(data).filter(([name]) => !PROVIDER_TOKENS.includes(name))
  return { updatedAt: new Date(), ...Object.fromEntries(kept) }
}

/** The row as the library wrote it: it compares and signs the token that it looked for. */
function withToken<Found>(row: Found | null, { model, where }: Query): Found | null {
  const token = model === 'session' ? where?.find(({ field }) => field === 'token')?.value : undefined
  return row && token !== undefined ? { ...row, token } : row
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
