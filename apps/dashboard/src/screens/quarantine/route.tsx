import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { oneOf, word } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'
import { tables } from './tables.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  shop: word(64),
  table: oneOf(tables),
})
export type QuarantineSearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quarantine',
  validateSearch: search,
  loader: () => loadTexts('quarantine'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
