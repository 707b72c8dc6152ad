import type { Customer } from '../../../world/model.ts'
import { toWorldPhone } from '../../documents/contact.ts'
import { numbersOf } from '../../documents/customer.ts'
import type { WrittenPhones } from '../../state/customer-extras.ts'
import { findCustomer } from '../find-customer.ts'
import type { Answer, ApiCall, ApiShop } from '../open-api-types.ts'
import { unprocessable } from './customer-write.ts'

type Body = ApiCall['body']

/** `undefined` when the body contains no number. A mobile number needs its calling code. */
export function readPhones(body: Body, shop: ApiShop, before: Customer | null): WrittenPhones | undefined | Answer {
  const { mobile_phone: mobile, mobile_phone_country_calling_code: code } = body
  const written = phoneIn(body)
  if (mobile === undefined && written === undefined) return undefined
  if (mobile && !code) return unprocessable('mobile_phone_country_calling_code is missing')
  const old = before ? numbersOf(before, shop.state.customers.get(before.id)) : { phone: null, mobile: null }
  const phones = {
    phone: written === undefined ? old.phone : toNumber(written, body.phone_country_code),
    mobile: mobile === undefined ? old.mobile : toNumber(mobile, code),
  }
  if (mobile && isTaken(phones.mobile, shop, before)) return unprocessable('mobile_phone has already been taken')
  return { ...phones, worldPhone: phones.phone ?? phones.mobile ?? '' }
}

/** Of several numbers the last is the phone. */
function phoneIn({ phone, phones }: Body): unknown {
  if (phone !== undefined || phones === undefined) return phone
  const list: unknown[] = Array.isArray(phones) ? phones : String(phones).split(',')
  return list.at(-1) ?? null
}

function toNumber(number: unknown, code: unknown): string | null {
  if (typeof number !== 'string' || number === '') return null
  return toWorldPhone(number, typeof code === 'string' ? code : null)
}

function isTaken(mobile: string | null, { world, state, quirks }: ApiShop, before: Customer | null): boolean {
  if (quirks.duplicateCustomers === 'accepted') return false
  const other = findCustomer(
    world.customers,
    (customer) => customer.id !== before?.id && numbersOf(customer, state.customers.get(customer.id)).mobile === mobile,
  )
  return other !== undefined
}
