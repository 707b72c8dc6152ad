import { createRoute } from '@tanstack/react-router'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/account',
  loader: () => loadTexts('account'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
