import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'
import { tables } from './tables.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  shop: z.string().max(64).optional().catch(undefined),
  table: z.enum(tables).optional().catch(undefined),
})
export type QuarantineSearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quarantine',
  validateSearch: search,
  loader: () => loadTexts('quarantine'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
