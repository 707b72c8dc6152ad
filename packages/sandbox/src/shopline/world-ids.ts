const HEX_LENGTH = 24
const NUMBER_LENGTH = 16
const NAME_BYTES_MAX = 12

/** Eight digits that tell what an object is; the other sixteen are its number in the world, so that ids grow with time. */
const prefixes = {
  warehouse: '5a000001',
  category: '5a000002',
  product: '5a000003',
  variation: '5a000004',
  customer: '5a000005',
  order: '5a000006',
  line: '5a000007',
  delivery: '5a000008',
  payment: '5a000009',
  address: '5a00000a',
  staff: '5a00000b',
  webhook: '5a00000c',
  paymentMethod: '5a00000d',
  deliveryOption: '5a00000e',
  promotion: '5a00000f',
  membershipTier: '5a000010',
  message: '5a000011',
  media: '5a000012',
} as const
export type IdKind = keyof typeof prefixes

const kinds = Object.keys(prefixes) as IdKind[]

/** The world's numbers as ids of the Open API, 24 hex digits: `ids.order(7)`. */
export const ids = Object.fromEntries(
  kinds.map((kind) => [kind, (number: number) => prefixes[kind] + toHex(number)]),
) as Record<IdKind, (number: number) => string>

/** The number behind an id; `undefined` for an id of another kind, or for no id at all. */
export function numberOf(kind: IdKind, id: string): number | undefined {
  if (!/^[0-9a-f]{24}$/.test(id) || !id.startsWith(prefixes[kind])) return undefined
  return Number(BigInt(`0x${id.slice(-NUMBER_LENGTH)}`))
}

/** A shop's merchant id: its name as bytes, filled with zeros. */
export function merchantIdOf(name: string): string {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > NAME_BYTES_MAX)
    throw new Error(`A SHOPLINE shop needs a name of 1 to ${NAME_BYTES_MAX} ASCII characters, not "${name}".`)
  return Buffer.from(name, 'ascii').toString('hex').padEnd(HEX_LENGTH, '0')
}

/** The world's shop behind a merchant id; throws for what is none. */
export function worldNameOf(merchantId: string): string {
  const name = Buffer.from(merchantId.replace(/(00)+$/, ''), 'hex').toString('latin1')
  if (!isMerchantId(merchantId)) throw new Error(`${merchantId} is no merchant id of the sandbox.`)
  return name
}

export function isMerchantId(text: string): boolean {
  return /^(2[1-9a-f]|[3-6][0-9a-f]|7[0-9a-e]){1,12}(00)*$/.test(text) && text.length === HEX_LENGTH
}

function toHex(number: number): string {
  return number.toString(16).padStart(NUMBER_LENGTH, '0')
}
