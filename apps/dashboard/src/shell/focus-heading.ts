import type { router } from '../router.tsx'

/** After a navigation a screen reader begins at the heading of the new screen; at the first one where the browser does. */
export function focusHeadings({ subscribe }: typeof router): void {
  subscribe('onRendered', ({ fromLocation, pathChanged }) => {
    if (fromLocation && pathChanged) document.querySelector<HTMLElement>('main h1')?.focus()
  })
}
