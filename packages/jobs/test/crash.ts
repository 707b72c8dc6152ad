import type { JobContext } from '../src/context.ts'

export class Crash extends Error {}

export interface CrashPlan {
  /** Set when it happened; code that catches the error can do nothing more. */
  hasDied?: boolean
  /** Which call, from 0, over everything a job reaches through its context. */
  at: number
  /** Whether the call still took place. */
  when: 'before' | 'after'
}

/** The same context in a process that dies at one of its calls. */
export function crashing(context: JobContext, plan: CrashPlan): JobContext {
  const { at, when } = plan
  let calls = 0
  const guard = async (call: () => unknown): Promise<unknown> => {
    const isLast = calls++ === at
    if (isLast) plan.hasDied = true
    if (calls > at + 1 || (isLast && when === 'before')) throw new Crash(`Died at call ${at}.`)
    const result = await call()
    if (isLast) throw new Crash(`Died after call ${at}.`)
    return result
  }
  const wrap = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (owner, name, receiver) => {
        const value: unknown = Reflect.get(owner, name, receiver)
        if (typeof value === 'function') return (...args: unknown[]) => guard(() => Reflect.apply(value, owner, args))
        return value
      },
    })
  const repositories = Object.entries(context.db).map(([name, value]) => [
    name,
    typeof value === 'object' ? wrap(value) : value,
  ])
  return {
    ...context,
    db: {
      ...Object.fromEntries(repositories),
      transaction: wrap({ call: context.db.transaction }).call,
    } as JobContext['db'],
    enqueue: Object.assign((...args: Parameters<JobContext['enqueue']>) => guard(() => context.enqueue(...args)), {
      many: wrap({ call: context.enqueue.many }).call,
      wake: wrap({ call: context.enqueue.wake }).call,
      restore: wrap({ call: context.enqueue.restore }).call,
      add: wrap({ call: context.enqueue.add }).call,
    }) as JobContext['enqueue'],
    async openShop(shopId, lane) {
      const open = await context.openShop(shopId, lane)
      const { reads, webhooks } = open.client
      return { ...open, client: { ...wrap(open.client), reads: wrap(reads), webhooks: wrap(webhooks) } }
    },
  }
}
