import type { PushKind } from '../../contract/push-kinds.ts'
import type { Change, KindWrites, ReadBack, WriteOutcome } from '../../contract/writes.ts'
import type { Repeat } from './carry-out.ts'

interface Single<Kind extends PushKind> extends Pick<KindWrites<Kind>, 'objectOf'> {
  send(change: Change<Kind>, repeat: Repeat): Promise<WriteOutcome>
  readBack(change: Change<Kind>, firstSentAt?: Date): Promise<ReadBack>
}

/** Writes of a kind that has a single change in each call. */
export function oneByOne<Kind extends PushKind>({ send, readBack, objectOf }: Single<Kind>): KindWrites<Kind> {
  return {
    objectOf,
    async send({ changes, repeat }) {
      const outcomes: WriteOutcome[] = []
      for (const change of changes) outcomes.push(await send(change, repeat))
      return outcomes
    },
    async readBack(changes, firstSentAt) {
      const states: ReadBack[] = []
      for (const change of changes) states.push(await readBack(change, firstSentAt))
      return states
    },
  }
}
