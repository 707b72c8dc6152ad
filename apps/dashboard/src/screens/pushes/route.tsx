import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { PushStatus } from '../../api/generated/model/index.ts'
import { oneOf, word } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'
import { entities } from './entities.ts'

/** A filter that is wrong in the address is no filter. */
const search = z.object({
  status: oneOf(PushStatus),
  shop: word(64),
  entity: oneOf(entities),
  kind: word(60),
  error: word(200),
})
export type PushSearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pushes',
  validateSearch: search,
  loader: () => loadTexts('pushes'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
