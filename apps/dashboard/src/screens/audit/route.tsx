import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

const search = z.object({
  operation: z.string().max(100).optional().catch(undefined),
  outcome: z.enum(['done', 'refused', 'failed']).optional().catch(undefined),
  person: z.string().max(64).optional().catch(undefined),
  target: z.string().max(100).optional().catch(undefined),
})
export type AuditSearch = z.output<typeof search>

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  validateSearch: search,
  loader: () => loadTexts('audit'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
