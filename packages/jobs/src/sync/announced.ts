import { PermanentError } from '@shopmirror/platforms'
import type { ResourceWork } from './work.ts'

/** A run may only be called succeeded when it holds as many objects as the platform said there are, where it says. */
export async function demandAnnounced({ context, run, resource, open }: ResourceWork): Promise<void> {
  const row = await context.db.runs.findResource(run.id, resource)
  if (!row || row.announced === null || row.noted >= row.announced) return

  throw new PermanentError(
    `${open.shop.domain} announced ${row.announced} ${resource} and handed out ${row.noted}: start another sync; if it stays so, ask the platform.`,
    { platform: open.platform.id },
  )
}
