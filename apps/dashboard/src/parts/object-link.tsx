import { FarLink } from './far-link.tsx'

export interface ObjectLinkProps {
  shopId: string | null
  /** `table/id`, or `resource/id` of stock. */
  object: string | null
}

/** An object with the way to its life. */
export function ObjectLink({ shopId, object }: ObjectLinkProps) {
  if (!shopId || !object) return <span>–</span>
  const [table = '', ...rest] = object.split('/')
  const name = table === 'inventory' ? 'inventory_levels' : table
  return <FarLink to={`/shops/${shopId}/objects/${name}/${encodeURIComponent(rest.join('/'))}`}>{object}</FarLink>
}
