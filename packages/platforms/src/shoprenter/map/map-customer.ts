import type { Json, MirrorRow } from '../../contract/mirror-rows.ts'
import { flag, idOf, list, text, type Wire } from '../api/wire.ts'
import { countryCode, type Facts } from '../read/profile.ts'
import type { Mapping } from './mapping.ts'

/** https://doc.shoprenter.hu/api/customer_extend.html */
export function mapCustomer(wire: Wire, { facts, zone }: Mapping): MirrorRow | null {
  const externalId = idOf(wire)
  if (!externalId) return null
  const addresses = list(wire.addresses).filter((address) => 'id' in address)
  const preferredId = idOf(wire.defaultAddress)
  const preferred = addresses.find((address) => idOf(address) === preferredId)
  return {
    externalId,
    sourceUpdatedAt: zone.versionOf(text(wire.dateUpdated)),
    fields: {
      source_created_at: zone.toUtc(text(wire.dateCreated))?.toISOString() ?? null,
      email: text(wire.email),
      first_name: text(wire.firstname),
      last_name: text(wire.lastname),
      phone: text(wire.telephone),
      status: flag(wire.status) === false ? 'disabled' : 'enabled',
      group_external_id: idOf(wire.customerGroup),
      accepts_marketing: flag(wire.newsletter),
      default_address: preferred ? toAddress(preferred, facts) : null,
      addresses: addresses.map((address) => toAddress(address, facts)),
    },
    raw: wire,
  }
}

function toAddress(wire: Wire, facts: Facts): Json {
  return {
    id: idOf(wire),
    type: text(wire.type),
    company: text(wire.company),
    first_name: text(wire.firstname),
    last_name: text(wire.lastname),
    address1: text(wire.address1),
    address2: text(wire.address2),
    city: text(wire.city),
    postcode: text(wire.postcode),
    country: countryCode(facts, wire.country),
    tax_number: text(wire.taxNumber),
    phone: text(wire.telephone),
  }
}
