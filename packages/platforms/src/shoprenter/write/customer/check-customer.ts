import type { Change } from '../../../contract/writes.ts'

/** What ShopRenter has no place for in a customer, and what to do instead. */
export const customerAlternatives: Readonly<Record<string, string>> = {
  note: 'ShopRenter has no notes of customers; keep it in your own system',
  tags: 'ShopRenter has no tags of customers; use its customer groups in the admin',
  locale: 'ShopRenter has no language of customers; leave it out',
  'addresses.province': 'leave it out; the platform takes only its own zones',
}

const OF_NEW = ['email', 'first_name', 'last_name', 'phone'] as const
const OF_ADDRESS = ['first_name', 'last_name', 'address1', 'zip', 'city', 'country_code'] as const

/** What the platform requires, of a new customer and of each address. */
export function checkCustomer({ target, payload }: Change<'customer.save'>): { path: string; message: string }[] {
  const fault = (path: string, of: string) => ({
    path: `payload.${path}`,
    message: `is required by shoprenter shops ${of}`,
  })
  const missing = target.id === null ? OF_NEW.filter((field) => payload[field] === undefined) : []
  return [
    ...missing.map((field) => fault(field, 'of a new customer')),
    ...(payload.addresses ?? []).flatMap((address, index) =>
      OF_ADDRESS.filter((field) => address[field] === undefined).map((field) =>
        fault(`addresses.${index}.${field}`, 'of an address'),
      ),
    ),
  ]
}
