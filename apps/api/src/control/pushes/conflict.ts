import type { Repositories } from '@shopmirror/db'
import { z } from 'zod'

type Push = NonNullable<Awaited<ReturnType<Repositories['pushes']['find']>>>

const value = z.unknown().describe('`null` when it is not known')

/** The sides of a conflict, field by field. */
export const conflictFieldSchema = z
  .object({
    name: z.string().describe('Field of the payload'),
    wanted: value.describe('What the push sets'),
    expected: value.describe('What the push expected in the shop; `null` when it expected nothing'),
    found: value.describe('What the shop held when the push was sent'),
    mirrored: value.describe('What the mirror shows now'),
  })
  .meta({ id: 'ConflictField' })

type ConflictField = z.output<typeof conflictFieldSchema>

/** Of a push in conflict, or held because of a loop; `null` for others. */
export async function conflictOf(push: Push, db: Pick<Repositories, 'pushes'>): Promise<ConflictField[] | null> {
  const isConflict = push.status === 'conflict' || push.holdReason === 'loop'
  const actual = push.result?.actual
  if (!isConflict || actual === undefined || !push.payload) return null
  const { expected = null, ...payload } = push.payload
  const found = isRecord(actual) ? actual : { [amountName(payload)]: actual }
  const mirrored = await readMirrored(push, db)
  return Object.entries(found).map(([name, each]) => ({
    ...{ name, wanted: payload[name] ?? null, expected: isRecord(actual) ? null : expected, found: each },
    // The quantity that is changed by a delta is still a quantity.
    mirrored: mirrored[name] ?? (name === 'delta' ? mirrored.quantity : null) ?? null,
  }))
}

/** Name of the field of stock. */
function amountName(payload: Record<string, unknown>): string {
  return 'delta' in payload ? 'delta' : 'quantity'
}

async function readMirrored(
  { shopId, target, mirrorObject }: Push,
  { pushes }: Pick<Repositories, 'pushes'>,
): Promise<Record<string, unknown>> {
  if (target && 'locationId' in target) {
    const place = { key: '', ...(target as { variantId: string; inventoryItemId: string | null; locationId: string }) }
    const shown = (await pushes.shownStock(shopId, [place])).get('')
    return shown ? { quantity: Number(shown.values.quantity) } : {}
  }
  if (mirrorObject === null) return {}
  return (await pushes.shown(shopId, [mirrorObject])).get(mirrorObject)?.values ?? {}
}

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}
