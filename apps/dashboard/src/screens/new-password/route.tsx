import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

export const route = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-password',
  loader: () => loadTexts('new-password'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
