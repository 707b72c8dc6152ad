import { expect, test } from 'vitest'
import { maskBody } from './mask-body.ts'

const json = (value: unknown) => ({ contentType: 'application/json', bytes: Buffer.from(JSON.stringify(value)) })

test('what tells who a customer is is masked wherever it is, and what the order is stays', () => {
  const masked = maskBody(
    json({
      id: 5,
      name: '#1001',
      email: 'anna@example.com',
      total_price: '12.50',
      created_at: '2026-11-29T10:00:00Z',
      contact_email: 'anna@example.com',
      note: 'ring twice',
      customer: { id: 7, first_name: 'Anna', verified_email: true, tags: 'vip' },
      shipping_address: { name: 'Anna Kis', address1: 'Fő u. 1', country_code: 'HU', latitude: 47.5 },
      line_items: [
        { id: 1, name: 'Mug', sku: 'M-1', properties: [{ name: 'engraving', value: 'write to b@example.com' }] },
      ],
    }),
  )
  expect(masked).toMatchObject({
    ...{ id: 5, name: '#1001', total_price: '12.50', created_at: '2026-11-29T10:00:00Z' },
    ...{ email: '***', contact_email: '***', note: '***' },
    customer: { id: 7, first_name: '***', verified_email: true },
    line_items: [{ id: 1, name: 'Mug', sku: 'M-1' }],
  })
  const text = JSON.stringify(masked)
  for (const personal of ['Anna', 'Kis', 'Fő', 'example.com', '47.5', 'ring', 'vip'])
    expect(text).not.toContain(personal)
})

test('a customer that is the whole body is masked, too', () => {
  const text = JSON.stringify(
    maskBody(json({ id: 7, firstname: 'Anna', lastname: 'Kis', telephone: '+3612345', loyalty: 5 })),
  )
  expect(text).toBe('{"id":7,"firstname":"***","lastname":"***","telephone":"***","loyalty":5}')
})

test('form bodies are masked field by field', () => {
  const bytes = Buffer.from('order[id]=5&order[billing_address][city]=Vác&order[email]=a%40b.hu&status=new')
  expect(maskBody({ contentType: 'application/x-www-form-urlencoded; charset=utf-8', bytes })).toEqual({
    'order[id]': '5',
    'order[billing_address][city]': '***',
    'order[email]': '***',
    status: 'new',
  })
})

test('large ids keep every digit', () => {
  const bytes = Buffer.from('{"id":12345678901234567890}')
  expect(maskBody({ contentType: 'application/json', bytes })).toEqual({ id: '12345678901234567890' })
})

test('a body that cannot be read field by field shows nothing', () => {
  expect(maskBody({ contentType: 'text/plain', bytes: Buffer.from('Anna') })).toBeNull()
  expect(maskBody({ contentType: 'application/json', bytes: Buffer.from('{"email":') })).toBeNull()
})
