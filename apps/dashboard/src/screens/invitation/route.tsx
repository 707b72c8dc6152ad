import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

export const route = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitations/$id',
  loader: () => loadTexts('invitation'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
