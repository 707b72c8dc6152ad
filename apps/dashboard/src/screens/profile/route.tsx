import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { oneOf } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

const search = z.object({
  /** Linking the identity provider did not work. */
  failed: oneOf(['oidc']),
})

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/profile',
  validateSearch: search,
  loader: () => loadTexts('profile'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
