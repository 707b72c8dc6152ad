import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { ListAlertsState } from '../../api/generated/model/index.ts'
import { oneOf, word } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

/** A filter that is wrong in the address is no filter. Without a state the open ones are shown. */
const search = z.object({
  state: oneOf({ ...ListAlertsState, all: 'all' }),
  shop: word(64),
})
export type AlertSearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/alerts',
  validateSearch: search,
  loader: () => loadTexts('alerts'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
