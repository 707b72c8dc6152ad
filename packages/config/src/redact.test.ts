import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redact, redactText } from './redact.ts'

describe('what is no secret stays readable', () => {
  test.each([
    'Server listening at http://127.0.0.1:3000',
    'Server listening at http://[::1]:3000',
    'connect to https://api.example.com:8443/v1/shops?limit=5 failed',
    'redis://localhost:6379/0, postgres://db:5432/mirror',
    'http://127.0.0.1:3000: no answer',
    '"http://127.0.0.1:3000" (http://127.0.0.1:80)',
    'GET http://shop:8080/users/anna?x=1 200',
    'GET http://shop:8080/scope/@shop/name 200',
    "fetch 'http://shop:8080', then anna",
    'exit code=1, errno code=137',
    'fastify@5.12.8 and @fastify/static@9.0.0',
    'at 10:45:12 the ratio was 3:2',
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text)
  })
})

describe('what is one is taken out', () => {
  test.each([
    ['postgres://admin:hunter2@db:5432/x', 'postgres://admin:[redacted]@db:5432/x'],
    ['redis://:hunter2@localhost:6379', 'redis://:[redacted]@localhost:6379'],
    // A password may be digits only, and look like a port until the host comes.
    ['redis://:6379@localhost:6379', 'redis://:[redacted]@localhost:6379'],
    ["postgres://admin:0'pw@db/x", 'postgres://admin:[redacted]@db/x'],
    ['postgres://admin:1/pw@db/x', 'postgres://admin:[redacted]@db/x'],
    ["https://admin:0'pw@proxy/x", 'https://admin:[redacted]@proxy/x'],
    ['postgres://admin:12345@db/x', 'postgres://admin:[redacted]@db/x'],
    ['postgres://admin:hunt@er/2?#@db/x', 'postgres://admin:[redacted]@db/x'],
    ["smtp://a%40b.hu:hunter2@mail.example.com:587'", "smtp://a%40b.hu:[redacted]@mail.example.com:587'"],
    ['?code=c0de&hmac=deadbeef', '?code=[redacted]&hmac=[redacted]'],
    ['?code=123456', '?code=[redacted]'],
    ['Authorization: Bearer 12345', 'Authorization: Bearer [redacted]'],
    ['smk_12345', 'smk_[redacted]'],
    ['token=1', 'token=[redacted]'],
    ['to anna.kiss+1@example.co.hu', 'to [redacted]'],
  ])('%s', (text, clean) => {
    expect(redactText(text)).toBe(clean)
  })

  test('any password of an address, whatever it is made of', () => {
    const passwords = fc.string({ minLength: 1, maxLength: 60 }).map((text) => `${encodeURIComponent(text)}pw`)
    fc.assert(
      fc.property(passwords, fc.nat({ max: 65_535 }), (password, port) => {
        const text = redactText(`cannot reach postgres://mirror:${password}@db.internal:${port}/x at http://h:${port}`)
        expect(text).toBe(`cannot reach postgres://mirror:[redacted]@db.internal:${port}/x at http://h:${port}`)
      }),
    )
  })
})

test('ports and counts of fields stay numbers, and texts under their names stay', () => {
  expect(redact({ port: 3000, rows: 120, url: 'http://127.0.0.1:3000', settings: { PORT: 3000 } })).toEqual({
    port: 3000,
    rows: 120,
    url: 'http://127.0.0.1:3000',
    settings: { PORT: 3000 },
  })
})
