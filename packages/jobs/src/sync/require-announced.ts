import { PermanentError } from '@shopmirror/platforms'
import type { ResourceWork } from './work.ts'

/**
 * Where the platform reports a total, a run succeeds only if it has read that many objects. Throws `PermanentError`
 * otherwise.
 */
export async function requireAnnounced({ context, run, resource, open }: ResourceWork): Promise<void> {
  const row = await context.db.runs.findResource(run.id, resource)
  if (!row || row.announced === null || row.noted >= row.announced) return

  throw new PermanentError(
    `${open.shop.domain} reported ${row.announced} ${resource}, but only ${row.noted} could be read. Start another sync. If that does not help, ask the platform.`,
    { platform: open.platform.id },
  )
}
