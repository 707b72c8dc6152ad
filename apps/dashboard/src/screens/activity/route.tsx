import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { ActivityKind, ActivityStatus } from '../../api/generated/model/index.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  q: z.coerce.string().max(200).optional().catch(undefined),
  shop: z.string().max(64).optional().catch(undefined),
  kind: z.enum(ActivityKind).optional().catch(undefined),
  status: z.enum(ActivityStatus).optional().catch(undefined),
  within: z.enum(['1h', '24h', '7d', '30d']).optional().catch(undefined),
})
export type ActivitySearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/activity',
  validateSearch: search,
  loader: () => loadTexts('activity'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
