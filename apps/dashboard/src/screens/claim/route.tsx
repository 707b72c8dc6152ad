import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { matching } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

/** `sr_install`: the id of the installation; an impossible one is none. */
const search = z.object({
  sr_install: matching(/^ins_\w{1,60}$/),
})

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/claim',
  validateSearch: search,
  loader: () => loadTexts('claim'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
