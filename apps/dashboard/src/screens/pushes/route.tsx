import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { PushStatus } from '../../api/generated/model/index.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'
import { entities } from './entities.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  status: z.enum(PushStatus).optional().catch(undefined),
  shop: z.string().max(64).optional().catch(undefined),
  entity: z.enum(entities).optional().catch(undefined),
  kind: z.string().max(60).optional().catch(undefined),
  error: z.coerce.string().max(200).optional().catch(undefined),
})
export type PushSearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pushes',
  validateSearch: search,
  loader: () => loadTexts('pushes'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
