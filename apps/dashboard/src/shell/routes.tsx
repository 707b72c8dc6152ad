import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { Shell } from './shell.tsx'

export const rootRoute = createRootRoute({ component: Outlet })

/** Parent of every screen with navigation. Screens without it, such as the sign-in, have `rootRoute` as parent. */
export const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell })

export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/shops' })
  },
})
