import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../../contract/writes.ts'
import { text } from '../../api/wire.ts'
import { inTurn } from '../in-turn.ts'
import type { WriteContext } from '../write-batch.ts'
import { writeOne } from '../write-one.ts'
import { productPath, readProduct } from './find-product.ts'

const DISABLED = '0'
/** The platform has no such product. https://doc.shoprenter.hu/development/api/02_status_codes.html */
const GONE: readonly string[] = ['40401', '40007', '40033', '404']

const capability = {
  ...{ class: 'repeatable' as const, changesPerCall: 1, fields: [] },
  cost: { unit: 'requests' as const, perCall: 1 },
  scopes: ['product.product:write', 'product.product:read'],
}
export const archiveCapability: WriteCapability<'product.archive'> = capability
export const deleteCapability: WriteCapability<'product.delete'> = capability

/** A product that is not sold keeps everything but its status. */
export function createArchiveWrites(context: WriteContext): KindWrites<'product.archive'> {
  return {
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.id }),
    send: ({ changes }) =>
      inTurn(changes, async ({ target }): Promise<WriteOutcome> => {
        const body = { status: DISABLED }
        const answer = await writeOne(context.api, productPath(target.id), { method: 'PUT', body })
        return answer.kind === 'done' ? { kind: 'done' } : answer
      }),
    readBack: (changes) =>
      inTurn(changes, async ({ target }): Promise<ReadBack> => {
        const status = text((await readProduct(target.id, context))?.status)
        return { isAsWanted: status === DISABLED, actual: status }
      }),
  }
}

/** A product that is gone is deleted, whoever did it. */
export function createDeleteWrites(context: WriteContext): KindWrites<'product.delete'> {
  const remove = async ({ target }: Change<'product.delete'>): Promise<WriteOutcome> => {
    const answer = await writeOne(context.api, productPath(target.id), { method: 'DELETE' })
    if (answer.kind !== 'refused') return answer.kind === 'done' ? { kind: 'done' } : answer
    return GONE.includes(answer.code) ? { kind: 'done' } : answer
  }
  return {
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.id }),
    send: ({ changes }) => inTurn(changes, remove),
    readBack: (changes) =>
      inTurn(changes, async ({ target }): Promise<ReadBack> => {
        const isGone = (await readProduct(target.id, context)) === null
        return { isAsWanted: isGone, actual: isGone ? null : 'exists' }
      }),
  }
}
