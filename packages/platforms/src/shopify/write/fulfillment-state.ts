import type { ClientContext } from '../api/client-context.ts'
import { gidOf, numberOf } from '../api/gid.ts'
import { fulfillmentOrders } from '../api/graphql/documents.ts'

interface Placed {
  id: string
  locationId: string | null
}

export interface FulfillmentState {
  isCancelled: boolean
  /** Fulfillment orders from which the app can fulfill. */
  open: readonly Placed[]
  /** Fulfillments that count. */
  fulfillments: readonly (Placed & { createdAt: Date; numbers: readonly string[] })[]
}

const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['CANCELLED', 'ERROR', 'FAILURE'])

/** `null`: there is no such order. */
export async function readFulfillmentState(id: string, { api }: ClientContext): Promise<FulfillmentState | null> {
  const { order } = await api.query(fulfillmentOrders, { id: gidOf('Order', id) })
  if (!order) return null
  return {
    isCancelled: order.cancelledAt !== null,
    open: order.fulfillmentOrders.nodes
      .filter(({ supportedActions }) => supportedActions.some(({ action }) => action === 'CREATE_FULFILLMENT'))
      .map(({ id: gid, assignedLocation: { location } }) => ({
        id: gid,
        locationId: location && numberOf(location.id),
      })),
    fulfillments: order.fulfillments
      .filter(({ status }) => !WITHOUT_EFFECT.has(status))
      .map(({ id: gid, location, createdAt, trackingInfo }) => ({
        id: gid,
        locationId: location && numberOf(location.id),
        createdAt: new Date(createdAt),
        numbers: trackingInfo.flatMap(({ number }) => number ?? []),
      })),
  }
}

export function isAt({ locationId }: Placed, wanted: string | undefined): boolean {
  return wanted === undefined || locationId === wanted
}
