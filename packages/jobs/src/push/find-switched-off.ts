import type { OpenPush, Repositories } from '@shopmirror/db'
import { mirrorObjectsOf } from './mirror-objects.ts'
import type { Found } from './resolve/resolved.ts'

/** The pushes whose object a user has switched off. In the transaction that stores what they resolve to. */
export async function findSwitchedOff(
  found: readonly Found[],
  { db, shopId }: { db: Pick<Repositories, 'objectSwitches'>; shopId: string },
): Promise<ReadonlySet<OpenPush>> {
  const off = await db.objectSwitches.findOff(shopId, [...new Set(found.flatMap(mirrorObjectsOf))])
  return new Set(found.flatMap((each) => (mirrorObjectsOf(each).some((object) => off.has(object)) ? each.push : [])))
}
