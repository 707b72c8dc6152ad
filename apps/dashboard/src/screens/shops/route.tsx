import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { ListShopsStatus } from '../../api/generated/model/index.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  q: z.string().max(200).optional().catch(undefined),
  platform: z.string().max(40).optional().catch(undefined),
  status: z.enum(ListShopsStatus).optional().catch(undefined),
})

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/shops',
  validateSearch: search,
  loader: () => loadTexts('shops'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
