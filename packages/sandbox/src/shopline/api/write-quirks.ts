/** What the reference leaves open about writes. May be changed while the sandbox runs. */
export interface WriteQuirks {
  /** `strict` refuses an order whose prices are not the shop's; `none` takes them as they come. Default `strict`. */
  priceCheck: 'strict' | 'none'
  /** What becomes of `ref_order_id` in `POST /orders`. Default `ignored`. */
  refOrderIdAtCreation: 'ignored' | 'refused'
  /** What an order is after it was created. Default `pending`. */
  statusAtCreation: 'pending' | 'confirmed'
  /** What a status is answered that the order already has. Default `accepted`. */
  sameStatus: 'accepted' | 'refused'
  /** Whether the shop has the new returns: what is sent cannot be cancelled, what is completed cannot be changed. Default true. */
  returnOrderRevamp: boolean
  /** Whether cancelling puts the stock back. Default false. */
  cancelRestocks: boolean
  /** Whose payments `refund_order` gives back: everybody's, or those of an integrated provider. Default `all`. */
  refundsPayments: 'all' | 'integrated'
  /** Whether a new payment status changes the order's `updated_at`. Default true. */
  paymentMovesOrder: boolean
  /** Whether `GET /orders/{id}/messages` is there. Default false. */
  listsMessages: boolean
  /** What becomes of a second customer with the same e-mail address or mobile number. Default `refused`. */
  duplicateCustomers: 'refused' | 'accepted'
  /** What becomes of a customer's addresses when a call has some. Default `replaced`. */
  addressLists: 'replaced' | 'appended'
  /** Whether two products may have the same SKU. Default `accepted`. */
  duplicateSkus: 'accepted' | 'refused'
  /** The keys of a row of `bulk_update_stocks`: `product_id` and `variation_id`, or one `id`. Default `named`. */
  bulkStockKeys: 'named' | 'id'
  /** The most rows of `bulk_update_stocks`. Default 100. */
  bulkRowsMax: number
  /** Topics of a change of stock alone. Default both. */
  stockTopics: readonly ('product/update' | 'stock/update')[]
  /** For how long lists and searches do not show what an API call wrote, ms. Default 0. */
  searchLagMs: number
  /** The same of an object that is read by its id. */
  readLagMs: number
  /** What the app may not do although it has the scope, as the developer centre splits it: `orders:create`, `products:update`. */
  deniedActions: readonly string[]
}

export const defaultWriteQuirks: WriteQuirks = {
  ...{ priceCheck: 'strict', refOrderIdAtCreation: 'ignored', statusAtCreation: 'pending', sameStatus: 'accepted' },
  ...{
    returnOrderRevamp: true,
    cancelRestocks: false,
    refundsPayments: 'all',
    paymentMovesOrder: true,
    listsMessages: false,
    duplicateCustomers: 'refused',
    addressLists: 'replaced',
    ...{ duplicateSkus: 'accepted', bulkStockKeys: 'named', bulkRowsMax: 100 },
    ...{ stockTopics: ['product/update', 'stock/update'] },
  },
  ...{ searchLagMs: 0, readLagMs: 0, deniedActions: [] },
}
