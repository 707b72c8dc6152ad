import type { MirrorRow } from '../../contract/mirror-rows.ts'
import { flag, idOf, integer, list, text, type Wire } from '../api/wire.ts'
import { byLanguage, type Mapping, preferred } from './mapping.ts'

/** https://doc.shoprenter.hu/api/category.html */
export function mapCategory(wire: Wire, { facts, zone }: Mapping): MirrorRow | null {
  const externalId = idOf(wire)
  if (!externalId) return null
  const descriptions = byLanguage(list(wire.categoryDescriptions), facts)
  const shown = preferred(descriptions, facts) ?? {}
  const parent = idOf(wire.parentCategory)
  return {
    externalId,
    sourceUpdatedAt: zone.versionOf(text(wire.dateUpdated)),
    fields: {
      source_created_at: zone.toUtc(text(wire.dateCreated))?.toISOString() ?? null,
      // A root has no parent, or points to itself.
      parent_external_id: parent === externalId ? null : parent,
      name: text(shown.name),
      handle: text(list(wire.urlAliases)[0]?.urlAlias),
      status: flag(wire.status) === false ? 'disabled' : 'enabled',
      position: integer(wire.sortOrder),
      description_html: text(shown.description),
      texts: Object.fromEntries(
        [...descriptions].map(([code, { name, description }]) => [
          code,
          { name: text(name), description_html: text(description) },
        ]),
      ),
    },
    raw: wire,
  }
}
