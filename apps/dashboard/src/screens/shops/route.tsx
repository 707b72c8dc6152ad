import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { ListShopsStatus } from '../../api/generated/model/index.ts'
import { oneOf, word } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  q: word(200),
  platform: word(40),
  status: oneOf(ListShopsStatus),
})

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/shops',
  validateSearch: search,
  loader: () => loadTexts('shops'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
