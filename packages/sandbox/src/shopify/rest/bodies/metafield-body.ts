import type { Metafield } from '../../../world/written.ts'
import { metafieldNumber, type Owned } from '../../nodes/metafield-number.ts'
import { exact, localTime } from '../json.ts'
import type { Body } from './body.ts'

export function metafieldBodies(
  metafields: readonly Metafield[] = [],
  { ownerType, id, ownerNumber }: Owned & { ownerNumber: string },
): Body[] {
  return metafields.map(({ id: place, namespace, key, type, value, createdAt, updatedAt }) => {
    const number = metafieldNumber({ ownerType, id }, place)
    return {
      ...{ id: exact(number), namespace, key, value, type, description: null, owner_id: exact(ownerNumber) },
      ...{
        owner_resource: ownerType.toLowerCase(),
        created_at: localTime(createdAt),
        updated_at: localTime(updatedAt),
      },
      admin_graphql_api_id: `gid://shopify/Metafield/${number}`,
    }
  })
}
