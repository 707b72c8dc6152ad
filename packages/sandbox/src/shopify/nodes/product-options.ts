import type { Product } from '../../world/model.ts'
import { shipmentId } from '../world-ids.ts'
import { gid } from './gid.ts'
import { constants } from './node.ts'
import type { ProductGroup } from './product-groups.ts'
import { type GroupOption, optionValueNode } from './refs.ts'

/** What the products of the world differ in. */
const COLOR = 'Szín'

/** What a variant is of each option of its product. */
export function optionsOfVariant({ color, written }: Product): readonly { name: string; value: string }[] {
  return written?.options ?? [{ name: COLOR, value: color.hu }]
}

/** As the title of a variant. */
export function variantTitleOf(product: Product): string {
  return optionsOfVariant(product)
    .map(({ value }) => value)
    .join(' / ')
}

export function optionsOf(group: ProductGroup): GroupOption[] {
  const [head] = group.members
  return head
    ? optionsOfVariant(head).map(({ name }, place) => ({ id: shipmentId(group.id, place), name, place, group }))
    : []
}

/** Of variants with the same value, the first stands for it. */
function valuesOf({ group: { members }, place }: GroupOption): Product[] {
  const textOf = (member: Product) => optionsOfVariant(member)[place]?.value
  return [...new Map(members.toReversed().map((member) => [textOf(member), member])).values()].reverse()
}

export const optionFields = {
  id: ({ id }: GroupOption) => gid('ProductOption', id),
  name: ({ name }: GroupOption) => name,
  position: ({ place }: GroupOption) => place + 1,
  values: (option: GroupOption) => valuesOf(option).map((member) => optionsOfVariant(member)[option.place]?.value),
  optionValues: (option: GroupOption) =>
    valuesOf(option).map((member) => optionValueNode({ product: member, place: option.place })),
  ...constants({ linkedMetafield: null, translations: [] }),
}

/** What a variant is of the options of its product. */
export function selectedOptionsOf(product: Product, group: ProductGroup) {
  return optionsOf(group).map((option) => {
    const value = optionsOfVariant(product)[option.place]?.value ?? ''
    const found = valuesOf(option).find((each) => optionsOfVariant(each)[option.place]?.value === value) ?? product
    const optionValue = optionValueNode({ product: found, place: option.place })
    return { __typename: 'SelectedOption', name: option.name, value, optionValue }
  })
}
