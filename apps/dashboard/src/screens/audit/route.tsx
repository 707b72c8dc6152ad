import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { oneOf, word } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

const search = z.object({
  operation: word(100),
  outcome: oneOf(['done', 'refused', 'failed']),
  person: word(64),
  target: word(100),
})
export type AuditSearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: search,
  loader: () => loadTexts('audit'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
