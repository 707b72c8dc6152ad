import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router'
import { Shell } from './shell.tsx'

export const rootRoute = createRootRoute({ component: Outlet })

/** Parent of every screen with navigation. Screens without it, such as the sign-in, have `rootRoute` as parent. */
export const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: Shell })
