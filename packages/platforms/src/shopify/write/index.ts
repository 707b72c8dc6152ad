import type { ShopWrites, WriteCapabilities } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { adjustCapability, createAdjustWrites } from './adjust-inventory.ts'
import { createOrderCapability, createOrderWrites } from './create-order.ts'
import { createInventoryWrites, inventoryCapability } from './set-inventory.ts'

export const writes: WriteCapabilities = {
  'inventory.set': inventoryCapability,
  'inventory.adjust': adjustCapability,
  'order.create': createOrderCapability,
}

export function createWrites(context: ClientContext): ShopWrites {
  return {
    'inventory.set': createInventoryWrites(context),
    'inventory.adjust': createAdjustWrites(context),
    'order.create': createOrderWrites(context),
  }
}
