import { and, asc, eq, sql as fragment, gt } from 'drizzle-orm'
import type { Connection } from './connection.ts'
import { firstOf } from './first-of.ts'
import { toStorableJson } from './mirror/storable.ts'
import { objectLinks } from './schema/index.ts'

/** One object of a shop, under both of its ids. */
export interface ObjectLink {
  /** `orders`, `products` or `customers`. */
  entity: string
  /** The caller's own id. */
  ownId: string
  /** The platform's id, as in the mirror. */
  externalId: string
}

/** A link, and what made it. */
export interface KnownLink extends ObjectLink {
  /** The push that created the object and ended without completing it; `null`: none. */
  brokenBy: string | null
}

/** Names of objects, by the caller's own ids and by the platform's. */
export interface LinkNames {
  ownIds: readonly string[]
  externalIds: readonly string[]
}

/** A user's link names an id that is linked to another object. */
export class LinkTakenError extends Error {}

/** Which object of a shop is which of the caller's. */
export const objectLinksRepository = ({ db, sql, now }: Connection) => ({
  /** Links of one entity that have one of the names. */
  async find(shopId: string, entity: string, { ownIds, externalIds }: LinkNames): Promise<KnownLink[]> {
    if (ownIds.length + externalIds.length === 0) return []
    const rows = await sql<KnownLink[]>`
      select l.entity, own_id as "ownId", external_id as "externalId", p.id as "brokenBy" from object_links l
      left join pushes p on p.shop_id = l.shop_id and p.id = l.push_id and p.status in ('failed', 'cancelled')
      where l.shop_id = ${shopId} and l.entity = ${entity}
        and (own_id = any(${[...ownIds]}::text[]) or external_id = any(${[...externalIds]}::text[]))`
    return [...rows]
  },

  /**
   * Links what pushes have created. An object that has another own id already keeps it, and so does an own id that names
   * another object.
   */
  async add(shopId: string, links: readonly (ObjectLink & { pushId: string })[]): Promise<void> {
    if (links.length === 0) return
    await sql`
      insert into object_links (shop_id, entity, own_id, external_id, push_id, created_at)
      select ${shopId}, entity, "ownId", "externalId", "pushId", ${now().toISOString()}
      from jsonb_to_recordset(${toStorableJson(links)}::text::jsonb) as l(entity text, "ownId" text, "externalId" text, "pushId" text)
      on conflict do nothing`
  },

  /** A user's link; it also confirms the same link of a push that ended without completing its object. Throws `LinkTakenError` when one of its ids is linked otherwise. */
  async link(shopId: string, link: ObjectLink): Promise<void> {
    const { entity, ownId, externalId } = link
    await db
      .insert(objectLinks)
      .values({ shopId, ...link, createdAt: now() })
      .onConflictDoNothing()
    const confirmed = await sql`
      update object_links set push_id = null
      where shop_id = ${shopId} and entity = ${entity} and own_id = ${ownId} and external_id = ${externalId}`
    if (confirmed.count === 0) throw new LinkTakenError(`${ownId} or ${externalId} is linked to another object.`)
  },

  /** The removed link; `undefined` where there was none. The object itself stays as it is. */
  async unlink(shopId: string, entity: string, ownId: string): Promise<ObjectLink | undefined> {
    const deleted = await db
      .delete(objectLinks)
      .where(and(eq(objectLinks.shopId, shopId), eq(objectLinks.entity, entity), eq(objectLinks.ownId, ownId)))
      .returning()
    return firstOf(deleted) ?? undefined
  },

  /** Links of a shop by own id, after `after`. */
  list: (shopId: string, { entity, externalId, after, limit }: LinkQuery) =>
    db
      .select()
      .from(objectLinks)
      .where(
        and(
          eq(objectLinks.shopId, shopId),
          eq(objectLinks.entity, entity),
          externalId === undefined ? undefined : eq(objectLinks.externalId, externalId),
          after === undefined ? undefined : gt(objectLinks.ownId, after),
        ),
      )
      .orderBy(asc(fragment`${objectLinks.ownId}`))
      .limit(limit),
})

export interface LinkQuery {
  entity: string
  externalId?: string | undefined
  /** Own id of the last link of the page before. */
  after?: string | undefined
  limit: number
}
