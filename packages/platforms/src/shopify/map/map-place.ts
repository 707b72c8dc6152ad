import type { MirrorRow } from '../../contract/mirror-rows.ts'
import { numberOf } from '../api/gid.ts'
import type { CollectionPartsFragment, LevelPartsFragment, LocationPartsFragment } from '../api/graphql/documents.ts'
import { isoOf, rawOf, timeOf } from './scalars.ts'

export function mapLocation(location: LocationPartsFragment): MirrorRow {
  const { address } = location
  return {
    externalId: numberOf(location.id),
    sourceUpdatedAt: timeOf(location.updatedAt),
    fields: {
      source_created_at: isoOf(location.createdAt),
      name: location.name,
      active: location.isActive,
      address: {
        first_name: null,
        last_name: null,
        company: null,
        address1: address.address1,
        address2: address.address2,
        city: address.city,
        province: address.province,
        postcode: address.zip,
        country: address.countryCode,
        country_name: address.country,
        phone: address.phone,
      },
    },
    raw: rawOf(location),
  }
}

export function mapCollection(collection: CollectionPartsFragment): MirrorRow {
  return {
    externalId: numberOf(collection.id),
    sourceUpdatedAt: timeOf(collection.updatedAt),
    fields: {
      name: collection.title,
      handle: collection.handle,
      description_html: collection.descriptionHtml || null,
    },
    raw: rawOf(collection),
  }
}

/** A level has no id in webhooks, so it is named by its item and location. */
export function levelIdOf({ item, location }: Pick<LevelPartsFragment, 'item' | 'location'>): string {
  return `${numberOf(item.id)}-${numberOf(location.id)}`
}

export function mapLevel(level: LevelPartsFragment): MirrorRow {
  const quantities = Object.fromEntries(level.quantities.map(({ name, quantity }) => [name, quantity]))
  return {
    externalId: levelIdOf(level),
    sourceUpdatedAt: timeOf(level.updatedAt),
    fields: {
      source_created_at: isoOf(level.createdAt),
      inventory_item_id: numberOf(level.item.id),
      location_external_id: numberOf(level.location.id),
      available: quantities.available === undefined ? null : String(quantities.available),
      quantities,
    },
    raw: rawOf(level),
  }
}
