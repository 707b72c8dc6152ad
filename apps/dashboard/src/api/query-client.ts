import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

/** How long an answer counts as fresh when nothing says that it changed, ms. */
const FRESH_FOR_MS = 15_000
const RETRIES_MAX = 2

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: forgetWhenSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_FOR_MS,
      // What is refused stays refused; an api that restarts is there again soon.
      retry: (failures, error) => failures < RETRIES_MAX && !(error instanceof ApiProblem && error.status < 500),
      // Also while the browser believes to be offline: the api may run on this machine.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

/** What somebody has read is not shown any more once they are signed out, in another tab as well. */
function forgetWhenSignedOut(error: Error): void {
  if (!(error instanceof ApiProblem) || error.status !== 401) return
  void queryClient.resetQueries({ predicate: ({ state }) => state.data !== undefined })
}
