import type { ShopWrites, WriteCapabilities } from '../../contract/writes.ts'
import type { ClientContext } from '../api/client-context.ts'
import { adjustCapability, createAdjustWrites } from './adjust-inventory.ts'
import { cancelOrderCapability, createOrderCancels } from './cancel-order.ts'
import { changeTagsCapability, createTagWrites } from './change-tags.ts'
import { createOrderCapability, createOrderWrites } from './create-order.ts'
import {
  archiveProductCapability,
  createArchiveWrites,
  createDeleteWrites,
  deleteProductCapability,
} from './end-product.ts'
import { createFulfillWrites, fulfillOrderCapability } from './fulfill-order.ts'
import { createPaidWrites, createStatusWrites, markPaidCapability, setStatusCapability } from './order-state.ts'
import { createCustomerWrites, saveCustomerCapability } from './save-customer.ts'
import { createProductWrites, saveProductCapability } from './save-product.ts'
import { createVariantWrites, saveVariantCapability } from './save-variant.ts'
import { createConsentWrites, setConsentCapability } from './set-consent.ts'
import { createInventoryWrites, inventoryCapability } from './set-inventory.ts'
import { createOrderUpdates, updateOrderCapability } from './update-order.ts'

export const writes: WriteCapabilities = {
  'inventory.set': inventoryCapability,
  'inventory.adjust': adjustCapability,
  'order.create': createOrderCapability,
  'order.update': updateOrderCapability,
  'order.set_status': setStatusCapability,
  'order.mark_paid': markPaidCapability,
  'order.fulfill': fulfillOrderCapability,
  'order.cancel': cancelOrderCapability,
  'product.save': saveProductCapability,
  'product.archive': archiveProductCapability,
  'product.delete': deleteProductCapability,
  'variant.save': saveVariantCapability,
  'customer.save': saveCustomerCapability,
  'customer.consent': setConsentCapability,
  'tags.add': changeTagsCapability,
  'tags.remove': changeTagsCapability,
}

export function createWrites(context: ClientContext): ShopWrites {
  return {
    'inventory.set': createInventoryWrites(context),
    'inventory.adjust': createAdjustWrites(context),
    'order.create': createOrderWrites(context),
    'order.update': createOrderUpdates(context),
    'order.set_status': createStatusWrites(context),
    'order.mark_paid': createPaidWrites(context),
    'order.fulfill': createFulfillWrites(context),
    'order.cancel': createOrderCancels(context),
    'product.save': createProductWrites(context),
    'product.archive': createArchiveWrites(context),
    'product.delete': createDeleteWrites(context),
    'variant.save': createVariantWrites(context),
    'customer.save': createCustomerWrites(context),
    'customer.consent': createConsentWrites(context),
    'tags.add': createTagWrites('tags.add', context),
    'tags.remove': createTagWrites('tags.remove', context),
  }
}
