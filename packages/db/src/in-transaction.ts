import type { Transaction } from './connection.ts'

const DEADLOCK = '40P01'
const TRIES = 4

/**
 * Runs `work` in a new transaction, or in the open one. After a deadlock a new transaction is repeated, at most three
 * times.
 */
export async function inTransaction<T>(sql: Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  if (!('begin' in sql)) return work(sql)
  return afterDeadlocks(() => sql.begin((tx) => work(tx)) as Promise<T>)
}

/** Repeats `work`, a transaction or a statement by itself, after a deadlock, at most three times. */
export async function afterDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === TRIES || !isDeadlock(error)) throw error
    }
  }
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK
}
