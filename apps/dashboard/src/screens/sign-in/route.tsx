import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { matching, oneOf } from '../../parts/search-fields.ts'
import { rootRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

const search = z.object({
  /** Where the reader wanted to go. */
  next: matching(/^\/(?![/\\]).{0,499}$/),
  /** Which way of signing in did not work. */
  failed: oneOf(['oidc']),
})

export const route = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: search,
  loader: () => loadTexts('sign-in'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
