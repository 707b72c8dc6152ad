import { PermanentError } from '../../contract/errors.ts'
import type { WriteOutcome } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { defineCustomId } from '../api/graphql/documents.ts'
import { refuse } from './refusal.ts'

/** Reserved for the app: nobody else writes there. */
const NAMESPACE = '$app'

/** Our ids of objects in shops, as metafields of type `id`, whose values Shopify keeps unique. */
export const customId = {
  orderPush: { ownerType: 'ORDER', key: 'shopmirror_push', name: 'Shopmirror push' },
  productOwnId: { ownerType: 'PRODUCT', key: 'shopmirror_own_id', name: 'Id in your system' },
  customerOwnId: { ownerType: 'CUSTOMER', key: 'shopmirror_own_id', name: 'Id in your system' },
} as const
type CustomId = (typeof customId)[keyof typeof customId]

export function identifierOf({ key }: CustomId, value: string) {
  return { namespace: NAMESPACE, key, value }
}

export function metafieldOf(id: CustomId, value: string) {
  return { ...identifierOf(id, value), type: 'id' }
}

/**
 * Runs what writes or looks up values, which works only once the id is defined. A definition may have gone with an earlier
 * install of the app: then the next attempt defines it once more.
 */
export async function withDefined(
  context: ClientContext,
  id: CustomId,
  run: () => Promise<WriteOutcome>,
): Promise<WriteOutcome> {
  const notDefined = await ensureDefined(context, id)
  if (notDefined) return notDefined
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof PermanentError) || error.missingScope) throw error
    context.customIds.forget(context.shop.domain, id.ownerType)
    return { kind: 'not_done', message: error.message }
  }
}

/** `null`: it is defined. */
async function ensureDefined(
  { api, shop, customIds: memory }: ClientContext,
  id: CustomId,
): Promise<WriteOutcome | null> {
  const { ownerType, key, name } = id
  if (memory.isDefined(shop.domain, ownerType)) return null
  const definition = { namespace: NAMESPACE, ownerType, key, name, type: 'id' }
  const answer = await api.mutate(defineCustomId, { definition })
  if (answer.kind === 'unknown') return { kind: 'not_done', message: answer.message }
  const errors = answer.value.metafieldDefinitionCreate?.userErrors ?? []
  if (errors.some(({ code }) => code !== 'TAKEN')) return refuse(errors, 'metafieldDefinitionCreate')
  memory.remember(shop.domain, ownerType)
  return null
}
