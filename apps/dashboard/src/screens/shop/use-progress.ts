import { useGetShopProgress } from '../../api/generated/shops/shops.ts'

/** While a run is open its pace and estimate change without an event, ms. */
const RUNNING_MS = 2_000

/** How the shop is getting on, kept fresh. */
export function useProgress(shopId: string) {
  return useGetShopProgress(shopId, {
    query: {
      refetchInterval: ({ state }) => (isOpen(state.data?.data.run?.status) ? RUNNING_MS : false),
    },
  })
}

/** Whether a run with this status still goes on. */
export function isOpen(status: string | undefined): boolean {
  return status === 'queued' || status === 'running' || status === 'paused'
}
