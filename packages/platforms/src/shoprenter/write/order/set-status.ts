import type { KindWrites, WriteCapability } from '../../../contract/writes.ts'
import type { WriteContext } from '../write-batch.ts'
import { createOrderChangeWrites } from './change-order.ts'
import { findStatus, findStornoStatus, type Status } from './order-status.ts'

/** https://doc.shoprenter.hu/api/order.html; statuses are defined by each shop. */
export const setStatusCapability: WriteCapability<'order.set_status'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: ['status'],
  scopes: ['order.order:write', 'order.order:read', 'order.status:read'],
}

export const cancelCapability: WriteCapability<'order.cancel'> = {
  class: 'read_back_first',
  changesPerCall: 1,
  fields: ['restock', 'refund', 'notify_customer'],
  values: { restock: ['false'], refund: ['false'], notify_customer: ['false'] },
  alternatives: {
    reason: 'a cancelled order has a status and no reason; use order.set_status with a status of your own',
    note: 'the platform takes no notes of the staff; keep it in your own system',
    restock: 'the platform takes only the status; push the new stock with inventory.set',
    refund: 'the platform knows no payments; refund where the payment was made',
    notify_customer: "mails follow from the shop's settings of its statuses",
  },
  scopes: ['order.order:write', 'order.order:read', 'order.status:read', 'store.setting:read'],
}

/** The status by its id or its name. */
export function createStatusWrites(context: WriteContext): KindWrites<'order.set_status'> {
  return createOrderChangeWrites(async ({ payload }) => toFields(await findStatus(payload.status, context)), context)
}

/** A cancelled order has the status that the shop's settings name for it. */
export function createCancelWrites(context: WriteContext): KindWrites<'order.cancel'> {
  return createOrderChangeWrites(async () => toFields(await findStornoStatus(context)), context)
}

function toFields(status: Status) {
  return 'id' in status ? { kind: 'fields' as const, fields: { orderStatus: { id: status.id } } } : status
}
