/** Whose a metafield is: `ORDER`, and its number in the world. */
export interface Owned {
  ownerType: string
  id: number
}

const PER_OWNER = 10_000
const types = ['ORDER', 'CUSTOMER', 'PRODUCT', 'PRODUCTVARIANT']

/** The number of a metafield, from its owner's and its own among those of its owner. */
export function metafieldNumber({ ownerType, id }: Owned, place: number): string {
  return String((id * PER_OWNER + place) * types.length + types.indexOf(ownerType))
}
