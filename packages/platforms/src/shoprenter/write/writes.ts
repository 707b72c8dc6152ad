import type { Platform } from '../../contract/platform.ts'
import type { ShopWrites, WriteCapabilities } from '../../contract/writes.ts'
import { consentCapability, createConsentWrites } from './customer/consent.ts'
import { createCustomerWrites, saveCustomerCapability } from './customer/save-customer.ts'
import { createOrderCapability, createOrderWrites } from './order/create-order.ts'
import { cancelCapability, createCancelWrites, createStatusWrites, setStatusCapability } from './order/set-status.ts'
import { createOrderUpdateWrites, updateOrderCapability } from './order/update-order.ts'
import {
  archiveCapability,
  createArchiveWrites,
  createDeleteWrites,
  deleteCapability,
} from './product/remove-product.ts'
import { createProductWrites, saveProductCapability } from './product/save-product.ts'
import { createVariantWrites, saveVariantCapability } from './product/save-variant.ts'
import { createTagWrites, tagsCapability } from './product/tags.ts'
import { createStockWrites, stockCapability } from './set-stock.ts'
import type { WriteContext } from './write-batch.ts'

export const capabilities: WriteCapabilities = {
  'inventory.set': stockCapability,
  'order.create': createOrderCapability,
  'order.update': updateOrderCapability,
  'order.set_status': setStatusCapability,
  'order.cancel': cancelCapability,
  'customer.save': saveCustomerCapability,
  'customer.consent': consentCapability,
  'product.save': saveProductCapability,
  'product.archive': archiveCapability,
  'product.delete': deleteCapability,
  'variant.save': saveVariantCapability,
  'tags.add': tagsCapability,
  'tags.remove': tagsCapability,
}

/** What ShopRenter has no place for, and what to push instead. */
export const unsupported: NonNullable<Platform['unsupportedWrites']> = {
  'inventory.adjust': 'the platform takes only absolute quantities; push the new quantity with inventory.set',
  'order.mark_paid': 'payment is a status of the order; push that status with order.set_status',
  'order.fulfill':
    'fulfillment is a status of the order, and there is no tracking number; push that status with order.set_status',
}

export function createWrites(context: WriteContext): ShopWrites {
  return {
    'inventory.set': createStockWrites(context),
    'order.create': createOrderWrites(context),
    'order.update': createOrderUpdateWrites(context),
    'order.set_status': createStatusWrites(context),
    'order.cancel': createCancelWrites(context),
    'customer.save': createCustomerWrites(context),
    'customer.consent': createConsentWrites(context),
    'product.save': createProductWrites(context),
    'product.archive': createArchiveWrites(context),
    'product.delete': createDeleteWrites(context),
    'variant.save': createVariantWrites(context),
    'tags.add': createTagWrites('tags.add', context),
    'tags.remove': createTagWrites('tags.remove', context),
  }
}
