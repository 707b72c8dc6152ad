import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'
import { tabs } from './tabs.ts'

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/shops/$shopId',
  validateSearch: z.object({ tab: z.enum(tabs).optional().catch(undefined) }),
  loader: () => Promise.all([loadTexts('shop'), loadTexts('shops')]),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
