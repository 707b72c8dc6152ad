import { request } from 'undici'
import { expect, test, vi } from 'vitest'
import { startShop } from '../mutations/test-shop.ts'

const UPLOAD = `mutation { stagedUploadsCreate(input: [{ resource: BULK_MUTATION_VARIABLES, filename: "v.jsonl", mimeType: "text/jsonl", httpMethod: POST }]) {
  stagedTargets { url parameters { name value } } userErrors { message } } }`
const RUN = `mutation($mutation: String!, $path: String!, $client: String) {
  bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path, clientIdentifier: $client) {
    bulkOperation { id status type } userErrors { code field message } } }`
const SET =
  'mutation call($input: CustomerSetInput!) { customerSet(input: $input) { customer { email } userErrors { code field } } }'

async function start() {
  const shop = await startShop()
  /** Sends a file as the answer says, and returns its path. */
  const upload = async (text: string) => {
    const { stagedTargets } = (await shop.one(UPLOAD)) as unknown as {
      stagedTargets: { url: string; parameters: { name: string; value: string }[] }[]
    }
    const [target] = stagedTargets
    const form = new FormData()
    for (const { name, value } of target?.parameters ?? []) form.set(name, value)
    form.set('file', new Blob([text]), 'v.jsonl')
    const answer = await fetch(target?.url ?? '', { method: 'POST', body: form })
    expect(answer.status).toBe(201)
    return target?.parameters.find(({ name }) => name === 'key')?.value ?? ''
  }
  const run = (mutation: string, path: string, client?: string) =>
    shop.one(RUN, { mutation, path, ...(client && { client }) })
  const ended = async () => {
    const query = '{ currentBulkOperation(type: MUTATION) { status errorCode url partialDataUrl objectCount } }'
    return vi.waitFor(async () => {
      const operation = await shop.one(query)
      expect(['COMPLETED', 'FAILED']).toContain(operation.status)
      return operation as unknown as { status: string; url: string | null; partialDataUrl: string | null }
    })
  }
  const linesAt = async (url: string | null) =>
    (await (await request(url ?? '')).body.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
  return { ...shop, upload, run, ended, linesAt }
}

const customers = (...emails: string[]) => emails.map((email) => JSON.stringify({ input: { email } })).join('\n')

test('a mutation runs once for each line, and each line has its answer', async () => {
  const { upload, run, ended, linesAt, world, hear } = await start()
  const before = world.customers.ids().length
  const path = await upload(customers('a@example.com', 'no address', 'b@example.com'))
  const heard = await hear(['bulk_operations/finish', 'customers/create'], async () => {
    expect(await run(SET, path, 'push-0001-a')).toMatchObject({ bulkOperation: { type: 'MUTATION' }, userErrors: [] })
    await ended()
  })
  expect(heard).toEqual(['bulk_operations/finish', 'customers/create', 'customers/create'])
  const operation = await ended()
  expect(operation).toMatchObject({ status: 'COMPLETED', objectCount: '3' })
  expect(await linesAt(operation.url)).toEqual([
    { data: { customerSet: { customer: { email: 'a@example.com' }, userErrors: [] } }, __lineNumber: 0 },
    {
      data: { customerSet: { customer: null, userErrors: [{ code: 'INVALID', field: ['input', 'email'] }] } },
      __lineNumber: 1,
    },
    { data: { customerSet: { customer: { email: 'b@example.com' }, userErrors: [] } }, __lineNumber: 2 },
  ])
  expect(world.customers.ids()).toHaveLength(before + 2)
})

test('what ran before the failure stays, and is reported', async () => {
  const { upload, run, ended, linesAt, world, sandbox } = await start()
  const before = world.customers.ids().length
  sandbox.faults.set({ kind: 'bulkFailed', count: 1 })
  await run(SET, await upload(customers('a@example.com', 'b@example.com')))
  const { status, url, partialDataUrl } = await ended()
  expect([status, url]).toEqual(['FAILED', null])
  expect(await linesAt(partialDataUrl)).toHaveLength(1)
  expect(world.customers.ids()).toHaveLength(before + 1)
})

test('a scope that is missing refuses each line', async () => {
  const { upload, run, ended, linesAt, caller } = await start()
  await caller.install(['read_customers'])
  await run(SET, await upload(customers('a@example.com')))
  const [line] = await linesAt((await ended()).url)
  expect(line).toMatchObject({ errors: [{ code: 'ACCESS_DENIED' }], __lineNumber: 0 })
})

test('files that are empty or missing, other operations and a sixth one at a time are refused', async () => {
  const { upload, run, sandbox } = await start()
  const path = await upload(customers('a@example.com'))
  const code = async (...args: Parameters<typeof run>) => (await run(...args)).userErrors[0]?.code
  expect(await code(SET, 'tmp/none')).toBe('NO_SUCH_FILE')
  expect(await code(SET, await upload('\n'))).toBe('INVALID_STAGED_UPLOAD_FILE')
  expect(await code('{ shop { id } }', path)).toBe('INVALID_MUTATION')
  expect(await code('mutation { nothing { id } }', path)).toBe('INVALID_MUTATION')
  expect(await code(SET, path, 'short')).toBe('INVALID_MUTATION')
  const within =
    'mutation($m: String!, $p: String!) { bulkOperationRunMutation(mutation: $m, stagedUploadPath: $p) { userErrors { message } } }'
  expect((await run(within, path)).userErrors[0]?.message).toBe('You must use an allowed mutation name.')
  sandbox.faults.set({ kind: 'bulkHeld' })
  for (let place = 0; place < 5; place++) expect(await code(SET, path)).toBeUndefined()
  expect(await code(SET, path)).toBe('OPERATION_IN_PROGRESS')
})
