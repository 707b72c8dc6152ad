import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSignedBy } from './signature.ts'

// https://doc.shoprenter.hu/paymentapi/docs/l_notifications.html
const secret = 'ppmunf3z66qx6c9cpo0klmyq'
const message = '{"id":69,"status":"pending","time":1606740386}'
const signature = Buffer.from('317a52549acd37817dfdf2d8989c9386b3d448faa6bc2ff597c71eaa37c76ee3', 'hex')

test("the vendor's own example is signed, as text and as bytes", () => {
  expect(isSignedBy([secret], message, signature)).toBe(true)
  expect(isSignedBy([secret], Buffer.from(message), signature)).toBe(true)
})

test('an old secret signs while it is listed; without secrets nothing is signed', () => {
  expect(isSignedBy(['new', secret], message, signature)).toBe(true)
  expect(isSignedBy(['new'], message, signature)).toBe(false)
  expect(isSignedBy([], message, signature)).toBe(false)
})

test('one changed bit of message or signature is refused', () => {
  fc.assert(
    fc.property(fc.nat({ max: message.length - 1 }), fc.nat({ max: 7 }), fc.nat({ max: 31 }), (place, bit, byte) => {
      const changed = Buffer.from(message)
      changed.writeUInt8(changed.readUInt8(place) ^ (1 << bit), place)
      const forged = Buffer.from(signature)
      forged.writeUInt8(forged.readUInt8(byte) ^ (1 << bit), byte)
      expect(isSignedBy([secret], changed, signature)).toBe(false)
      expect(isSignedBy([secret], message, forged)).toBe(false)
    }),
  )
})

test('a signature of another length is refused, not an error', () => {
  const long = Buffer.concat([signature, Buffer.alloc(1)])
  const other = createHmac('sha512', secret).update(message).digest()
  for (const odd of [Buffer.alloc(0), signature.subarray(0, 31), long, other])
    expect(isSignedBy([secret], message, odd)).toBe(false)
})
