import type { Change, KindWrites, ReadBack, WriteCapability, WriteOutcome } from '../../../contract/writes.ts'
import { list, text, words } from '../../map/wire.ts'
import { reader } from '../carry-out.ts'
import { oneByOne } from '../one-by-one.ts'
import type { WriteContext } from '../write-context.ts'
import { refusalOf, writeOnce } from '../write-once.ts'
import { pathOf } from './product-at.ts'

type Removal = Change<'product.archive'> | Change<'product.delete'>

const NOT_FOUND = 404
const common = {
  ...({ class: 'repeatable', fields: [], scopes: ['products'] } as const),
  cost: { unit: 'requests', perCall: 1 },
} as const

export const archiveCapability: WriteCapability<'product.archive'> = { ...common, changesPerCall: 100 }
export const deleteCapability: WriteCapability<'product.delete'> = { ...common, changesPerCall: 1 }

const objectOf = ({ target }: Removal) => ({ resource: 'products', externalId: target.id }) as const

/** Nobody sees a hidden product, and nobody can buy it. https://open-api.docs.shoplineapp.com/reference */
export function createArchiving({ api }: WriteContext): KindWrites<'product.archive'> {
  return {
    objectOf,
    async send({ changes }) {
      const products = changes.map(({ target }) => ({ id: target.id, status: 'hidden' }))
      const written = await writeOnce(api, 'products/status/bulk', { method: 'PUT', body: { products } })
      if (written.kind !== 'written') return changes.map(() => written)
      const updated = new Set(words(written.body.updated_product_ids))
      const errors = new Map(list(written.body.errors).map((error) => [text(error.id), error]))
      return changes.map(({ target }): WriteOutcome => {
        if (updated.has(target.id)) return { kind: 'done' }
        const error = errors.get(target.id)
        return error ? refusalOf(422, error) : { kind: 'not_done', message: 'SHOPLINE did not change the product.' }
      })
    },
    async readBack(changes) {
      const states: ReadBack[] = []
      for (const { target } of changes) {
        const found = await reader(api, pathOf(target.id))()
        const status = found.kind === 'read' ? text(found.object.status) : null
        states.push({ isAsWanted: status === 'hidden', actual: status })
      }
      return states
    },
  }
}

/** One that is gone was deleted, now or before. */
export function createDeletions({ api }: WriteContext): KindWrites<'product.delete'> {
  return oneByOne({
    objectOf,
    async send({ target }) {
      const answer = await api.write(pathOf(target.id), { method: 'DELETE' })
      if (answer.kind === 'unknown') return answer
      const { status, value } = answer.value
      return status < 300 || status === NOT_FOUND ? { kind: 'done' } : refusalOf(status, value)
    },
    async readBack({ target }) {
      const found = await reader(api, pathOf(target.id))()
      const status = found.kind === 'read' ? text(found.object.status) : null
      return { isAsWanted: status === null || status === 'removed', actual: status }
    },
  })
}
