import { useRouterState } from '@tanstack/react-router'

/**
 * The token after the # of a link. A link that is opened over its own page changes nothing but this, and the browser loads
 * nothing anew.
 */
export function useLinkToken(): string {
  return useRouterState({ select: ({ location }) => location.hash })
}
