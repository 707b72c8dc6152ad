import { createRoute } from '@tanstack/react-router'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$id',
  loader: () => loadTexts('run'),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
