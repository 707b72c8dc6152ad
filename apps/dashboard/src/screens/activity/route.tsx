import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { ActivityKind, ActivityStatus } from '../../api/generated/model/index.ts'
import { oneOf, word } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  q: word(200),
  shop: word(64),
  kind: oneOf(ActivityKind),
  status: oneOf(ActivityStatus),
  within: oneOf(['1h', '24h', '7d', '30d']),
})
export type ActivitySearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/activity',
  validateSearch: search,
  loader: () => loadTexts('activity'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
