import { until } from '@shopmirror/test/until.ts'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { connect } from '../src/connect/connect.ts'
import { encodeTime } from '../src/create-id.ts'
import { startOfDay } from '../src/partitions/tables.ts'
import { createStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await createStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

const today = startOfDay(new Date())
const day = (days: number) => startOfDay(today, days)
const nameOf = (date: Date) => date.toISOString().slice(0, 10).replaceAll('-', '_')
const tables = async () => {
  const rows = await stage.sql`
    select relname from pg_class where relkind = 'r' and relname ~ '^(webhook_deliveries|object_changes)_' order by 1`
  return rows.map(({ relname }) => String(relname))
}

/** A delivery that was recorded at that time. */
async function insert(at: Date, more: { about?: 'access'; handledAt?: Date } = {}): Promise<string> {
  const id = `dlv_${encodeTime(at.getTime())}${'0'.repeat(16)}`
  await stage.sql`
    insert into webhook_deliveries (id, platform, delivery_id, topic, content_type, about, handled_at, received_at)
    values (${id}, 'x', ${id}, 't', 'json', ${more.about ?? null}, ${more.handledAt?.toISOString() ?? null},
      ${at.toISOString()})`
  return id
}
const idsIn = async (table = 'webhook_deliveries') =>
  (await stage.sql`select id from ${stage.sql(table)} order by id`).map(({ id }) => id)

test('the days to come have partitions, and once they do nothing is created', async () => {
  const names = await tables()
  for (let days = 0; days <= 7; days++) {
    expect(names).toContain(`webhook_deliveries_${nameOf(day(days))}`)
    expect(names).toContain(`object_changes_${nameOf(day(days))}`)
  }
  stage.clock.now = new Date()
  expect(await stage.db.partitions.create()).toEqual([])
})

test('many that create them at once create each once, also after a pause of weeks, which leaves no gap', async () => {
  stage.clock.now = day(30)
  const created = await Promise.all(Array.from({ length: 4 }, () => stage.db.partitions.create()))
  const names = created.flat()
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => name.startsWith('webhook'))).toHaveLength(8)
  const id = await insert(day(20))
  expect(await idsIn(`webhook_deliveries_${nameOf(day(30))}`)).toEqual([id])
  await stage.sql`delete from webhook_deliveries`
})

test('a day is dropped when all of it is too old, and no other', async () => {
  const ids = [await insert(day(1)), await insert(day(2)), await insert(day(3))]
  expect(await stage.db.deliveries.dropDays(new Date(day(2).getTime() + 1))).toContain(
    `webhook_deliveries_${nameOf(day(1))}`,
  )
  expect(await idsIn()).toEqual(ids.slice(1))
  expect(await tables()).not.toContain(`webhook_deliveries_${nameOf(day(1))}`)
  await stage.sql`delete from webhook_deliveries`
})

test('a day with a token that is not applied yet is kept', async () => {
  const id = await insert(day(3), { about: 'access' })
  const handled = await insert(day(4), { about: 'access', handledAt: new Date() })
  await stage.db.deliveries.dropDays(day(5))
  expect(await idsIn()).toEqual([id])
  expect(await tables()).not.toContain(`webhook_deliveries_${nameOf(day(4))}`)
  expect(handled > id).toBe(true)
})

test('a day whose dropping was interrupted is dropped by the next one', async () => {
  const [detached, pending] = [`webhook_deliveries_${nameOf(day(5))}`, `webhook_deliveries_${nameOf(day(6))}`]
  await stage.sql.unsafe(`alter table webhook_deliveries detach partition ${detached} concurrently`)
  const impatient = connect({ url: stage.directUrl, max: 1, statementTimeoutMs: 500 })
  onTestFinished(() => impatient.end())
  await stage.sql.begin(async (reader) => {
    await reader`select from webhook_deliveries limit 1`
    const detaching = impatient.unsafe(`alter table webhook_deliveries detach partition ${pending} concurrently`)
    await expect(detaching).rejects.toMatchObject({ code: '57014' })
  })
  expect(await stage.sql`select from pg_inherits where inhdetachpending`).toHaveLength(1)

  await stage.db.partitions.create()
  expect(await stage.db.deliveries.dropDays(day(7))).toContain(pending)
  expect(await tables()).not.toContain(detached)
  expect(await tables()).not.toContain(pending)
})

test('a delivery goes on being recorded while its days are dropped under a reader that takes its time', async () => {
  const reading = Promise.withResolvers<void>()
  const reader = stage.sql.begin(async (tx) => {
    await tx`select from webhook_deliveries limit 1`
    await reading.promise
  })
  const dropping = stage.db.deliveries.dropDays(day(33))
  await until(async () => (await stage.sql`select from pg_inherits where inhdetachpending`).length > 0)
  await stage.sql.begin(async (tx) => {
    await tx`set local lock_timeout = 100`
    await tx`insert into webhook_deliveries (id, platform, delivery_id, topic, content_type, received_at)
      values (${`dlv_${encodeTime(day(37).getTime())}`}, 'x', 'y', 't', 'json', now())`
  })
  reading.resolve()
  await reader
  expect(await dropping).toContain(`webhook_deliveries_${nameOf(day(32))}`)
})
