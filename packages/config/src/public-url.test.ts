import { describe, expect, test } from 'vitest'
import { createPublicUrl, publicUrlSchema } from './public-url.ts'

describe('the public address', () => {
  test.each([
    ['https://example.com', '', 'https://example.com/docs'],
    ['https://example.com/', '', 'https://example.com/docs'],
    ['https://example.com/mirror', '/mirror', 'https://example.com/mirror/docs'],
    ['https://example.com/mirror/', '/mirror', 'https://example.com/mirror/docs'],
    ['https://example.com:8443/a/b//', '/a/b', 'https://example.com:8443/a/b/docs'],
  ])('%s has the path %j', (text, path, docs) => {
    const url = createPublicUrl(text)
    expect([url.path, url.at('/docs')]).toEqual([path, docs])
  })

  test('knows whether cookies may be Secure', () => {
    expect(createPublicUrl('https://example.com').isHttps).toBe(true)
    expect(createPublicUrl('http://127.0.0.1:3000').isHttps).toBe(false)
  })

  test.each([
    'nowhere',
    'example.com',
    'ftp://example.com',
    'https://user:password@example.com',
    'https://example.com/mirror?x=1',
    'https://example.com/#top',
    'https://example.com/a;Domain=com',
    'https://example.com//mirror',
    'https://example.com/a%20b',
  ])('%s is refused at the start', (text) => {
    expect(publicUrlSchema.safeParse(text).success).toBe(false)
  })
})
