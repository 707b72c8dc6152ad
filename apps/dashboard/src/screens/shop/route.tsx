import { createRoute } from '@tanstack/react-router'
import * as z from 'zod/mini'
import { oneOf } from '../../parts/search-fields.ts'
import { shellRoute } from '../../shell/routes.tsx'
import { loadTexts } from '../../texts/texts.ts'
import { tabs } from './tabs.ts'

export const route = createRoute({
  getParentRoute: () => shellRoute,
  path: '/shops/$shopId',
  validateSearch: z.object({ tab: oneOf(tabs) }),
  loader: () => Promise.all([loadTexts('shop'), loadTexts('shops')]),
}).lazy(() => import('./page.tsx').then(({ page }) => page))
