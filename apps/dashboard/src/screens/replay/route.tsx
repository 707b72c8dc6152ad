import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { CreateReplayBodyStatus } from '../../api/generated/model/index.ts'
import { moment, oneOf, word } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

const time = moment()
/** A filter that is wrong in the address is no filter. Times in UTC. */
const search = z.object({
  shop: word(64),
  topic: word(200),
  object: word(200),
  status: oneOf(CreateReplayBodyStatus),
  error: word(200),
  since: time,
  until: time,
})
export type ReplaySearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/replay',
  validateSearch: search,
  loader: () => loadTexts('replay'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
