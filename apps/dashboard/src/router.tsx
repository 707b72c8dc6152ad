import { createRouter } from '@tanstack/react-router'
import { basePath } from './api/base.ts'
import { route as shops } from './screens/shops/route.tsx'
import { FailedPage } from './shell/failed-page.tsx'
import { NotFoundPage } from './shell/not-found-page.tsx'
import { homeRoute, rootRoute, shellRoute } from './shell/routes.tsx'

/** Screens inside of the frame with navigation, then those without. */
const routeTree = rootRoute.addChildren([shellRoute.addChildren([homeRoute, shops])])

export const router = createRouter({
  routeTree,
  basepath: basePath,
  scrollRestoration: true,
  defaultErrorComponent: FailedPage,
  defaultNotFoundComponent: NotFoundPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
