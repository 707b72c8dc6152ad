import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { CreateReplayBodyStatus } from '../../api/generated/model/index.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

const time = z.iso.datetime().optional().catch(undefined)
/** A filter that is wrong in the address is no filter. Times in UTC. */
const search = z.object({
  shop: z.string().max(64).optional().catch(undefined),
  topic: z.coerce.string().max(200).optional().catch(undefined),
  object: z.coerce.string().max(200).optional().catch(undefined),
  status: z.enum(CreateReplayBodyStatus).optional().catch(undefined),
  error: z.coerce.string().max(200).optional().catch(undefined),
  since: time,
  until: time,
})
export type ReplaySearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/replay',
  validateSearch: search,
  loader: () => loadTexts('replay'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
