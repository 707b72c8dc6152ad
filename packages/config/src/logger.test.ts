import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

function capture() {
  const lines: string[] = []
  const log = createLogger({ level: 'info', name: 'test', destination: { write: (line) => lines.push(line) } })
  return { log, text: () => lines.join(''), last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

test.each([
  ...[
    'authorization',
    'Cookie',
    'set-cookie',
    'token',
    'access_token',
    'accessToken',
    'refresh_token',
    'client_secret',
  ],
  ...['SHOPRENTER_CLIENT_SECRETS', 'password', 'hmac', 'code', 'email', 'body', 'payload', 'apiKey'],
])('%s is taken out at any depth', (key) => {
  const { log, text } = capture()
  log.info({ [key]: 's3cret', headers: [{ [key]: 's3cret', deep: { deeper: { [key]: { a: 's3cret' } } } }] }, 'x')
  log.child({ [key]: 's3cret' }).info('y')
  expect(text()).toContain('"x"')
  expect(text()).not.toContain('s3cret')
})

test('ids, counts and decisions stay', () => {
  const { log, last } = capture()
  log.info({ shopId: 'shp_1', attempt: 2, job: { name: 'sync.run', queue: 'sync' } }, 'job.settled')
  expect(last()).toMatchObject({ shopId: 'shp_1', attempt: 2, job: { name: 'sync.run' }, msg: 'job.settled' })
})

test('of an error only the telling fields are logged, and of its causes', () => {
  const { log, last, text } = capture()
  const cause = Object.assign(new Error('duplicate'), {
    code: '23505',
    parameters: ['anna@example.com'],
    query: 'insert',
  })
  log.error(new Error('cannot connect the shop', { cause }), 'job.failed')
  expect(last().err).toMatchObject({
    message: 'cannot connect the shop',
    cause: { code: '23505', message: 'duplicate' },
  })
  expect(last().err.stack).toContain('logger.test.ts')
  expect(text()).not.toMatch(/anna@|insert/)
})

test('of a failed query neither the parameters nor a quoted value is logged', () => {
  const { log, last, text } = capture()
  const cause = Object.assign(new Error('invalid input syntax for type numeric: "Anna Kiss"'), { code: '22P02' })
  const failed = Object.assign(new Error('Failed query: insert\nparams: Anna Kiss', { cause }), {
    query: 'q',
    params: [],
  })
  log.error({ err: failed }, 'job.settled')
  expect(last().err.cause).toMatchObject({
    code: '22P02',
    message: 'invalid input syntax for type numeric: "[redacted]"',
  })
  expect(last().err.stack).toContain('logger.test.ts')
  expect(text()).not.toContain('Anna')
})

test.each([
  'Bearer abc.def.ghi',
  'smk_Zm9vYmFyYmF6',
  'GET /callback?shop=a&hmac=deadbeef&code=c0de',
  'cannot reach postgres://admin:hunter2@db/x',
  'customer anna.kiss+1@example.co.hu not found',
])('a message keeps no secret: %s', (message) => {
  const { log, text } = capture()
  log.error(new Error(message), message)
  expect(text()).not.toMatch(/abc\.def|Zm9v|deadbeef|c0de|hunter2|anna/)
})

test('a request is logged without its query', () => {
  const { log, last } = capture()
  class Request {
    method = 'GET'
    url = '/api/v1/shoprenter/oauth/callback?code=1&hmac=2'
  }
  log.info({ req: new Request() }, 'incoming')
  expect(last().req).toEqual({ method: 'GET', url: '/api/v1/shoprenter/oauth/callback' })
})

test('a cycle does not hang the logger', () => {
  const { log, last } = capture()
  const loop: Record<string, unknown> = { shopId: 'shp_1' }
  loop.self = loop
  log.info(loop, 'odd')
  expect(last()).toMatchObject({ msg: 'odd', shopId: 'shp_1' })
})

test('the start-up log shows only whether secrets are set', () => {
  const { log, last } = capture()
  log.info({ settings: { ENCRYPTION_KEYS: 'set', METRICS_TOKEN: 'missing', SMTP_PASSWORD: 'hunter2' } }, 'api.starting')
  expect(last().settings).toEqual({ ENCRYPTION_KEYS: 'set', METRICS_TOKEN: 'missing', SMTP_PASSWORD: '[redacted]' })
})
