import type { Payload } from '../../contract/push-kinds.ts'
import type { CountryCode, MailingAddressInput } from '../api/graphql/documents.ts'

const PROVINCE_CODE = /^[A-Z0-9]{1,3}$/

export function addressInput(address: NonNullable<Payload<'order.create'>['shipping_address']>): MailingAddressInput {
  return {
    firstName: address.first_name,
    lastName: address.last_name,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    zip: address.zip,
    ...(PROVINCE_CODE.test(address.province ?? '')
      ? { provinceCode: address.province }
      : { province: address.province }),
    countryCode: address.country_code as CountryCode | undefined,
    phone: address.phone,
  }
}
