import type { WorldShop } from '../../../world/shop.ts'
import type { Metafield } from '../../../world/written.ts'
import { APP_NAMESPACE, findDefinition } from '../../definitions.ts'
import { ownerOfValue } from '../../nodes/custom-ids.ts'
import { shopStoreOf } from '../../shop-store.ts'
import { problem, type UserError } from '../user-error.ts'

export interface MetafieldInput {
  namespace?: string | null
  key?: string | null
  type?: string | null
  value?: string | null
}

export interface Owner {
  world: WorldShop
  type: string
  /** In the world; 0 for one that is to be made. */
  id: number
  /** Of the input. */
  path: string[]
  code?: string
}

/** Why metafields are refused; a value of type `id` that another owner has, only when the shop's rules say so. */
export function metafieldProblems(inputs: readonly MetafieldInput[], owner: Owner): UserError[] {
  const { world, path, code } = owner
  return inputs.flatMap((input, index) => {
    const at = (name: string, message: string) => [problem([...path, String(index), name], message, code)]
    if (!input.key) return at('key', "can't be blank")
    if (!input.value) return at('value', "can't be blank")
    if (!typeOf(input, owner)) return at('type', "can't be blank")
    const isRefused = shopStoreOf(world).rules.duplicateCustomId === 'refuse' && isTaken(input, owner)
    return isRefused ? at('value', 'Value must be unique.') : []
  })
}

/** What is there afterwards: new values in place of the old ones of their name. */
export function writeMetafields(
  present: readonly Metafield[] = [],
  inputs: readonly MetafieldInput[],
  owner: Owner,
): Metafield[] {
  const written = [...present]
  for (const input of inputs) {
    if (isTaken(input, owner)) continue
    const metafield = toMetafield(input, written, owner)
    const place = written.findIndex(({ id }) => id === metafield.id)
    if (place >= 0) written[place] = metafield
    else written.push(metafield)
  }
  return written
}

function toMetafield(input: MetafieldInput, present: readonly Metafield[], owner: Owner): Metafield {
  const { namespace = APP_NAMESPACE, key = '', value = '' } = input
  const names = { namespace: namespace ?? APP_NAMESPACE, key: key ?? '' }
  const known = present.find((each) => each.namespace === names.namespace && each.key === names.key)
  const id = known?.id ?? 1 + Math.max(0, ...present.map((each) => each.id))
  const now = owner.world.now()
  return {
    ...{ id, ...names, type: typeOf(input, owner) ?? '', value: value ?? '' },
    ...{ createdAt: known?.createdAt ?? now, updatedAt: now },
  }
}

function typeOf({ namespace, key, type }: MetafieldInput, owner: Owner): string | null {
  return type ?? findDefinition(owner.world, owner.type, { namespace, key: key ?? '' })?.type ?? null
}

function isTaken({ namespace, key, value }: MetafieldInput, { world, type, id }: Owner): boolean {
  const customId = { namespace: namespace ?? APP_NAMESPACE, key: key ?? '', value: value ?? '' }
  if (findDefinition(world, type, customId)?.type !== 'id') return false
  const other = ownerOfValue(world, type, customId)
  return other !== null && other !== id
}
