import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

const search = z.object({
  /** Where the reader wanted to go. */
  next: z.string().startsWith('/').max(500).optional().catch(undefined),
  /** Which way of signing in did not work. */
  failed: z.enum(['oidc']).optional().catch(undefined),
})

export const route = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: search,
  loader: () => loadTexts('sign-in'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
