import { subscriberWriter } from './customers/subscribers.ts'
import { addressWriter } from './customers/write-addresses.ts'
import { customerExtendWriter, customerWriter } from './customers/write-customers.ts'
import { invoiceWriter } from './orders/invoices.ts'
import { lineWriter } from './orders/write-lines.ts'
import { orderWriter } from './orders/write-orders.ts'
import { totalWriter } from './orders/write-totals.ts'
import { relationWriter } from './products/category-relations.ts'
import { descriptionWriter } from './products/descriptions.ts'
import { imageWriter } from './products/images.ts'
import { specialWriter } from './products/specials.ts'
import { tagWriter } from './products/tags.ts'
import { productExtendWriter, productWriter } from './products/write-products.ts'
import type { Writer } from './writes/writer.ts'

export const writers: Readonly<Record<string, Writer>> = {
  orders: orderWriter,
  orderProducts: lineWriter,
  orderTotals: totalWriter,
  orderInvoices: invoiceWriter,
  customers: customerWriter,
  customerExtend: customerExtendWriter,
  addresses: addressWriter,
  newsletterSubscribers: subscriberWriter,
  products: productWriter,
  productExtend: productExtendWriter,
  productDescriptions: descriptionWriter,
  productCategoryRelations: relationWriter,
  productImages: imageWriter,
  productSpecials: specialWriter,
  productTags: tagWriter,
}
