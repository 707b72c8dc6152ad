import type { Repositories } from '../repositories.ts'
import type { ReplicaWatch } from './watch-replica.ts'

/** Lists of what has happened, and statistics: whoever reads them does not rely on what he has written a moment ago. */
const lists = {
  activity: ['search', 'objects', 'life'],
  audit: ['list'],
  deliveries: ['list'],
  objectChanges: ['causedBy'],
  overview: ['waiting', 'shopsByStatus', 'freshness'],
  runs: ['list'],
  statistics: ['byHour', 'worstShops'],
} as const satisfies { [Name in keyof Repositories]?: readonly (keyof Repositories[Name])[] }

interface ReplicaReading {
  primary: Repositories
  replica: Repositories
  watch: Pick<ReplicaWatch, 'ageMs' | 'failed' | 'untilLost'>
  /** Told of each list that the replica has answered: its rows are not older than this, ms. */
  onRead: (ageMs: number) => void
}

type Method = (...input: unknown[]) => PromiseLike<unknown>
type Methods = Record<string, Method>

/** As the primary, except that lists are read from the replica while it is well; what fails there is read from the primary. */
export function readFromReplica({ primary, replica, watch, onRead }: ReplicaReading): Repositories {
  const read = async (onReplica: Method, onPrimary: Method, input: unknown[]) => {
    const ageMs = watch.ageMs()
    if (ageMs === null) return onPrimary(...input)
    try {
      const answer = await Promise.race([onReplica(...input), watch.untilLost()])
      onRead(ageMs)
      return answer
    } catch (error) {
      watch.failed(error)
      return onPrimary(...input)
    }
  }
  const replaced = Object.entries(lists).map(([name, methods]) => {
    const [own, other] = [primary, replica].map((each) => each[name as keyof typeof lists] as unknown as Methods)
    const reading = methods.map((method) => [
      method,
      (...input: unknown[]) => read(methodOf(other, method), methodOf(own, method), input),
    ])
    return [name, { ...own, ...Object.fromEntries(reading) }]
  })
  return { ...primary, ...Object.fromEntries(replaced) }
}

function methodOf(methods: Methods | undefined, name: string): Method {
  const method = methods?.[name]
  if (!method) throw new Error(`There is no list ${name}.`)
  return method
}
