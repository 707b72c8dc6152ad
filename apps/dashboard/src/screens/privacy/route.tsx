import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { ListPrivacyRequestsStatus } from '../../api/generated/model/index.ts'
import { oneOf, word } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  tab: oneOf(['requests', 'erasures']),
  status: oneOf({ ...ListPrivacyRequestsStatus, all: 'all' }),
  shop: word(64),
})
export type PrivacySearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/privacy',
  validateSearch: search,
  loader: () => loadTexts('privacy'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
