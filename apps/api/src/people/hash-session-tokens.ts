import { createHash } from 'node:crypto'
import type { DBAdapter, DBTransactionAdapter, Where } from '@better-auth/core/db/adapter'

type Row = Record<string, unknown>
type Reads = Omit<DBTransactionAdapter, 'id' | 'options'>

/**
 * An adapter that stores only hashes of session tokens: who reads the database cannot take over a session. The library
 * itself stores them as they are in the cookie.
 */
export function hashSessionTokens(adapter: DBAdapter): DBAdapter {
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
      if (input.model !== 'session') return adapter.create(input)
      const { token } = input.data as Row
      const row = await adapter.create({ ...input, data: hashedIn(input.data as Row) as typeof input.data })
      return { ...row, token }
    },
    findOne: async (input) => withToken(await adapter.findOne(hashedWhere(input)), input),
    findMany: async (input) => (await adapter.findMany(hashedWhere(input))) as never,
    update: async (input) =>
      withToken(await adapter.update({ ...hashedWhere(input), update: hashedIn(input.update, input.model) }), input),
    updateMany: (input) => adapter.updateMany(hashedWhere(input)),
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

function hashedIn(data: Row, model = 'session'): Row {
  return model === 'session' && typeof data.token === 'string' ? { ...data, token: hash(data.token) } : data
}

/** The row as the library wrote it: it compares and signs the token that it looked for. */
function withToken<Found>(row: Found | null, { model, where }: Query): Found | null {
  const token = model === 'session' ? where?.find(({ field }) => field === 'token')?.value : undefined
  return row && token !== undefined ? { ...row, token } : row
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
