import type { Formats } from '../formats.ts'
import { rows } from '../read.ts'
import type { InvoiceRecord } from '../records.ts'
import { readFields, requireFields, type Shape } from '../writes/read-fields.ts'
import { missing } from '../writes/refusal.ts'
import { found, type Writer } from '../writes/writer.ts'

/** https://doc.shoprenter.hu/api/order_invoice.html; a list without filters, in which an invoice may be twice. */
const shape: Shape = {
  texts: ['invoiceId', 'invoicePath'],
  choices: { invoiceType: ['einvoice', 'normal', 'proforma', 'storno', 'correction'] },
  refs: { order: 'order' },
  required: ['invoiceId', 'invoicePath', 'invoiceType', 'order'],
}

export const invoiceWriter: Writer = {
  kind: 'invoice',
  exists: (number, { formats }) => formats.records.invoices.has(number),
  create(body, target) {
    requireFields(body, shape)
    const { values, refs } = readFields(body, shape, target)
    if (!refs.order) throw missing('order')
    const { records } = target.formats
    const number = records.nextNumber()
    records.invoices.set(number, { fields: values, orderId: refs.order })
    return number
  },
  update(number, body, target) {
    const { invoices } = target.formats.records
    const before = found(invoices.get(number))
    const { values, refs } = readFields(body, shape, target)
    invoices.set(number, { fields: { ...before.fields, ...values }, orderId: refs.order ?? before.orderId })
  },
  remove: (number, { formats }) => void formats.records.invoices.delete(number),
}

export const readInvoices = rows({
  kind: 'invoice',
  list: ({ formats }) => [...formats.records.invoices.keys()],
  one(number, { formats }) {
    const invoice = formats.records.invoices.get(number)
    return invoice ? invoiceResource(number, invoice, formats) : null
  },
})

function invoiceResource(number: number, { fields, orderId }: InvoiceRecord, { href, ids }: Formats) {
  const id = ids.of('invoice', number)
  return {
    ...{ ...href.one('orderInvoices', id), id, ...fields },
    order: href.one('orders', ids.of('order', orderId)),
  }
}
