import type { PushKind } from '../../contract/push-kinds.ts'
import type { ShopWrites, WriteCapabilities } from '../../contract/writes.ts'
import { addTagsCapability, createTagWrites, removeTagsCapability } from './change-tags.ts'
import { createCustomerWrites, saveCustomerCapability } from './customers/save-customer.ts'
import { consentCapability, createConsentWrites } from './customers/set-consent.ts'
import { cancelCapability, createCancellations } from './orders/cancel-order.ts'
import { createOrderCapability, createOrderWrites } from './orders/create-order.ts'
import { createFulfillments, fulfillCapability } from './orders/fulfill-order.ts'
import {
  createPaymentWrites,
  createStatusWrites,
  markPaidCapability,
  setStatusCapability,
} from './orders/set-status.ts'
import { createOrderUpdates, updateOrderCapability } from './orders/update-order.ts'
import { archiveCapability, createArchiving, createDeletions, deleteCapability } from './products/remove-product.ts'
import { createProductWrites, saveProductCapability } from './products/save-product.ts'
import { createVariantWrites, saveVariantCapability } from './products/save-variant.ts'
import { createStockWrites, stockCapability } from './set-stock.ts'
import type { WriteContext } from './write-context.ts'

export const capabilities: WriteCapabilities = {
  'inventory.set': stockCapability,
  'order.create': createOrderCapability,
  'order.update': updateOrderCapability,
  'order.set_status': setStatusCapability,
  'order.mark_paid': markPaidCapability,
  'order.fulfill': fulfillCapability,
  'order.cancel': cancelCapability,
  'customer.save': saveCustomerCapability,
  'customer.consent': consentCapability,
  'product.save': saveProductCapability,
  'product.archive': archiveCapability,
  'product.delete': deleteCapability,
  'variant.save': saveVariantCapability,
  'tags.add': addTagsCapability,
  'tags.remove': removeTagsCapability,
}

export const unsupported: { readonly [Kind in PushKind]?: string } = {
  'inventory.adjust':
    'a change that gets lost on its way cannot be told from one that a sale made up for; use inventory.set with "expected"',
}

export function createWrites(context: WriteContext): ShopWrites {
  return {
    'inventory.set': createStockWrites(context.api),
    'order.create': createOrderWrites(context),
    'order.update': createOrderUpdates(context),
    'order.set_status': createStatusWrites(context),
    'order.mark_paid': createPaymentWrites(context),
    'order.fulfill': createFulfillments(context),
    'order.cancel': createCancellations(context),
    'customer.save': createCustomerWrites(context),
    'customer.consent': createConsentWrites(context),
    'product.save': createProductWrites(context),
    'product.archive': createArchiving(context),
    'product.delete': createDeletions(context),
    'variant.save': createVariantWrites(context),
    'tags.add': createTagWrites('tags.add', context),
    'tags.remove': createTagWrites('tags.remove', context),
  }
}
