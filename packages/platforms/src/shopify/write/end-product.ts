import type { KindWrites, WriteCapability } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { gidOf } from '../api/gid.ts'
import { deleteProduct, productState, updateProduct } from '../api/graphql/documents.ts'
import { oneByOne } from './one-by-one.ts'
import { codeOf, refuse } from './refusal.ts'

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/productUpdate */
export const archiveProductCapability: WriteCapability<'product.archive'> = {
  class: 'repeatable',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: updateProduct.cost },
  fields: [],
  scopes: ['write_products'],
}

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/productDelete */
export const deleteProductCapability: WriteCapability<'product.delete'> = {
  class: 'repeatable',
  changesPerCall: 1,
  cost: { unit: 'points', perCall: deleteProduct.cost },
  fields: [],
  scopes: ['write_products'],
}

export function createArchiveWrites(context: ClientContext): KindWrites<'product.archive'> {
  return {
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.id }),
    readBack: (changes) => readBack(changes, 'ARCHIVED', context),
    send: oneByOne(async ({ target }, { carryOut }) => {
      const product = { id: gidOf('Product', target.id), status: 'ARCHIVED' as const }
      const errors = (await carryOut(context.api.mutate(updateProduct, { product }))).productUpdate?.userErrors ?? []
      return errors.length > 0 ? refuse(errors, 'productUpdate') : { kind: 'done' }
    }),
  }
}

export function createDeleteWrites(context: ClientContext): KindWrites<'product.delete'> {
  return {
    objectOf: ({ target }) => ({ resource: 'products', externalId: target.id }),
    readBack: (changes) => readBack(changes, null, context),
    send: oneByOne(async ({ target }, { carryOut }) => {
      const answer = await carryOut(context.api.mutate(deleteProduct, { id: gidOf('Product', target.id) }))
      const errors = answer.productDelete?.userErrors ?? []
      // Gone: by an earlier attempt, or by somebody else.
      const isGone = errors.every((error) => codeOf(error) === 'NOT_FOUND')
      return isGone ? { kind: 'done' } : refuse(errors, 'productDelete')
    }),
  }
}

async function readBack(
  changes: readonly { target: { id: string } }[],
  wanted: 'ARCHIVED' | null,
  { api }: ClientContext,
) {
  return Promise.all(
    changes.map(async ({ target }) => {
      const actual = (await api.query(productState, { id: gidOf('Product', target.id) })).product?.status ?? null
      return { isAsWanted: actual === wanted, actual }
    }),
  )
}
