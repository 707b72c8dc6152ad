import type { MirrorRow } from '../../contract/mirror-rows.ts'
import { addressOf } from './address.ts'
import { rawOf } from './raw.ts'
import type { MapContext, Wire } from './shapes.ts'
import { textsOf, translated } from './texts.ts'
import { idOf, integer, isoOf, list, object, text, timeOf } from './wire.ts'

/** A warehouse. https://open-api.docs.shoplineapp.com/docs/getting-started */
export function mapWarehouse(wire: Wire): MirrorRow | null {
  const externalId = idOf(wire)
  if (!externalId) return null
  return {
    externalId,
    sourceUpdatedAt: timeOf(wire.updated_at),
    fields: {
      source_created_at: isoOf(wire.created_at),
      name: text(wire.name),
      active: text(wire.status) === null ? null : text(wire.status) === 'active',
      address: addressOf(object(wire.address)),
    },
    raw: rawOf(wire),
  }
}

/**
 * Categories and those nested in them, because some answers list only roots. Nested ones come first: one that is also listed
 * by itself comes later and is complete.
 */
export function mapCategories(items: readonly Wire[], context: MapContext): MirrorRow[] {
  const nested = items.flatMap(descendantsOf)
  return [...nested, ...items].flatMap((item) => mapCategory(item, context) ?? [])
}

/** A child that is only an id is left out, so that it does not become a category without a name. */
function descendantsOf(parent: Wire): Wire[] {
  return list(parent.children)
    .filter((child) => 'name_translations' in child && text(child.status) !== 'removed')
    .flatMap((child) => [{ ...child, parent_id: child.parent_id ?? idOf(parent) }, ...descendantsOf(child)])
}

function mapCategory(wire: Wire, context: MapContext): MirrorRow | null {
  const externalId = idOf(wire)
  if (!externalId) return null
  const parent = text(wire.parent_id)
  return {
    externalId,
    sourceUpdatedAt: timeOf(wire.updated_at),
    fields: {
      source_created_at: isoOf(wire.created_at),
      parent_external_id: parent === externalId ? null : parent,
      name: translated(wire.name_translations, context) ?? text(wire.name),
      handle: text(wire.handle),
      status: text(wire.status),
      position: integer(wire.position) ?? integer(wire.priority),
      description_html: translated(wire.description_translations, context),
      texts: textsOf(wire, {
        name: 'name_translations',
        description_html: 'description_translations',
        seo_title: 'seo_title_translations',
        seo_description: 'seo_description_translations',
      }),
    },
    raw: rawOf(wire),
  }
}
