import { setTimeout as pause } from 'node:timers/promises'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import type { Api } from './api.ts'
import { createDataAge, DATA_AGE_HEADER } from './data-age.ts'

test('an answer says how old its oldest part is, and only answers that read from a replica do', async () => {
  const dataAge = createDataAge()
  const app = Fastify()
  dataAge.register(app as unknown as Api)
  app.get<{ Params: { ages: string } }>('/:ages', async ({ params }) => {
    for (const age of params.ages.split(',').filter((each) => each !== 'none')) {
      await pause(1)
      dataAge.note(Number(age))
    }
    return {}
  })
  const answers = await Promise.all(['/12.5,3', '/none', '/0'].map((url) => app.inject(url)))
  expect(answers.map(({ headers }) => headers[DATA_AGE_HEADER])).toEqual(['13', undefined, '0'])
  await app.close()
})
