import { expect, test } from 'vitest'
import { unknownPassword } from './unknown-password.ts'

test('has the form of bcrypt, to the last bit', () => {
  for (let count = 0; count < 100; count++) {
    // The last characters of salt and hash hold 2 and 4 bits of 6.
    expect(unknownPassword()).toMatch(/^\$2y\$10\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]$/)
  }
})

test('is another one each time', () => {
  expect(new Set(Array.from({ length: 100 }, unknownPassword)).size).toBe(100)
})
