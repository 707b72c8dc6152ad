import type { KnownLink, ObjectLink, OpenPush, VariantIds } from '@shopmirror/db'
import type { ObjectTarget } from '@shopmirror/platforms'
import { findVariant, lineVariants, readVariants } from './find-variant.ts'
import type { NotFound, ResolveDeps, Resolved } from './resolved.ts'

/** Whether a push creates its object: always, where there is none yet, or never. */
export type Creates = 'always' | 'if_absent' | 'never'

/** How soon a push that waits for an object of its payload is looked at again, ms. */
const WAIT_MS = 2_000

interface Names {
  links: readonly KnownLink[]
  /** Where the first open push of each own id stands. */
  firsts: ReadonlyMap<string, number>
  variants: readonly VariantIds[]
  customers: readonly ObjectLink[]
  /** Where the first open push of each customer's own id stands. */
  customerFirsts: ReadonlyMap<string, number>
  now: Date
}

/**
 * Finds the orders, products or customers that pushes name, by the platform's id or by the caller's own, and what their
 * payloads refer to. An object has one key under either name, so that its pushes keep their order.
 */
export async function resolveObjects(
  pushes: readonly OpenPush[],
  { creates, ...deps }: ResolveDeps & { creates: Creates },
): Promise<Resolved[]> {
  const byEntity = [...Map.groupBy(pushes, ({ entity }) => entity)]
  const resolved = await Promise.all(
    byEntity.map(async ([entity, of]) => {
      const names = await readNames(entity, of, deps)
      return of.map((push) => resolveObject(push, creates, names))
    }),
  )
  return resolved.flat()
}

async function readNames(entity: string, pushes: readonly OpenPush[], deps: ResolveDeps): Promise<Names> {
  const { db, shopId, now } = deps
  const ownIds = pushes.flatMap(({ object }) => object.own_id ?? [])
  const externalIds = pushes.flatMap(({ object }) => object.id ?? [])
  const customerIds = pushes.flatMap(({ payload }) => customerOf(payload).own_id ?? [])
  const [links, firsts, variants, customers, customerFirsts] = await Promise.all([
    db.objectLinks.find(shopId, entity, { ownIds, externalIds }),
    db.pushes.firstOpen(shopId, entity, ownIds),
    readVariants(
      pushes.map((push) => ({ ...push, object: {} })),
      deps,
    ),
    db.objectLinks.find(shopId, 'customers', { ownIds: customerIds, externalIds: [] }),
    db.pushes.firstOpen(shopId, 'customers', customerIds),
  ])
  return { links, firsts, variants, customers, customerFirsts, now }
}

function customerOf(payload: Record<string, unknown>): { id?: string; own_id?: string } {
  return (payload.customer ?? {}) as { id?: string; own_id?: string }
}

function resolveObject(push: OpenPush, creates: Creates, names: Names): Resolved {
  const { entity, object } = push
  const link = names.links.find(({ ownId, externalId }) => ownId === object.own_id || externalId === object.id)
  const ownId = link?.ownId ?? object.own_id ?? null
  const objectKey = ownId === null ? `${entity}/id/${object.id}` : `${entity}/own/${ownId}`
  const id = link?.externalId ?? object.id ?? null
  if (link?.brokenBy && entity === 'orders') return refuse(push, incomplete(link))
  if (link && creates === 'always') return refuse(push, alreadyLinked(link))
  // What an earlier push creates is linked when that has ended; until then nobody knows whether this one creates too.
  const first = names.firsts.get(object.own_id ?? '') ?? push.seq
  if (id === null && first < push.seq) return { kind: 'waiting', push, objectKey }
  if (id === null && creates === 'never') return refuse(push, notLinked(entity, object.own_id ?? ''))
  return complete(push, { target: { id, ownId }, objectKey }, names)
}

/** With the variants of its lines and its customer. */
function complete(
  push: OpenPush,
  { target, objectKey }: { target: ObjectTarget; objectKey: string },
  { variants, customers, customerFirsts, now }: Names,
): Resolved {
  const lines = lineVariants(push.payload).map((name) => (name === null ? null : findVariant(name, variants)))
  const missing = lines.find((line): line is NotFound => line !== null && 'code' in line)
  if (missing) return refuse(push, missing)
  const { id, own_id: ownId } = customerOf(push.payload)
  const customerId = id ?? customers.find((link) => link.ownId === ownId)?.externalId ?? null
  if (ownId !== undefined && customerId === null && !customerFirsts.has(ownId))
    return refuse(push, notLinked('customers', ownId))
  if (ownId !== undefined && customerId === null)
    return { kind: 'waiting', push, objectKey, dueAt: new Date(now.getTime() + WAIT_MS) }
  const { type } = push.object
  const found = { ...target, variants: lines, customerId, ...(type !== undefined && { type }) }
  return { kind: 'found', push, objectKey, target: found as never }
}

function refuse(push: OpenPush, { code, error }: NotFound): Resolved {
  return { kind: 'refused', push, code, error }
}

function alreadyLinked({ entity, ownId, externalId }: ObjectLink): NotFound {
  const error = `${ownId} of ${entity} exists in the shop as ${externalId}. Send changes of it, or use another own_id.`
  return { code: 'already_exists', error }
}

/** Changes of an order that lacks lines, or cannot be seen yet, would show it to the customer. */
function incomplete({ entity, ownId, externalId, brokenBy }: KnownLink): NotFound {
  const error = `${ownId} of ${entity} is incomplete in the shop, as ${externalId}: push ${brokenBy}, which creates it, failed. Retry that push, or link ${ownId} to ${externalId} if it is right as it is.`
  return { code: 'incomplete', error }
}

function notLinked(entity: string, ownId: string): NotFound {
  const error = `Nothing of ${entity} is linked to ${ownId}, and no push creates it. Create it first, or link it.`
  return { code: 'not_linked', error }
}
