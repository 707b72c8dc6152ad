import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { ListPrivacyRequestsStatus } from '../../api/generated/model/index.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  tab: z.enum(['requests', 'erasures']).optional().catch(undefined),
  status: z
    .enum({ ...ListPrivacyRequestsStatus, all: 'all' })
    .optional()
    .catch(undefined),
  shop: z.string().max(64).optional().catch(undefined),
})
export type PrivacySearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/privacy',
  validateSearch: search,
  loader: () => loadTexts('privacy'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
