import { type ForeignClient, type Reading, type Target, type Task, UnavailableError } from './client.ts'

const SIDE_BY_SIDE = 2

export interface Result extends Reading {
  program: string
  expected: readonly string[]
  /** Of the process that read it. */
  seconds: number
}

export interface Skipped {
  program: string
  reason: string
}

interface Planned {
  client: ForeignClient
  task: Task
}

/** Installs the clients one after the other, and runs them two at a time. */
export async function readAll(
  clients: readonly ForeignClient[],
  target: Target,
): Promise<{ results: Result[]; skipped: Skipped[] }> {
  const skipped: Skipped[] = []
  const planned: Planned[] = []
  for (const client of clients) {
    try {
      await client.install()
      planned.push(...(await client.tasks(target)).map((task) => ({ client, task })))
    } catch (error) {
      if (error instanceof UnavailableError) skipped.push({ program: client.name, reason: error.message })
      else planned.push({ client, task: failing(client, target, error) })
    }
  }
  const results: Result[] = []
  const work = async () => {
    for (let next = planned.shift(); next; next = planned.shift()) results.push(...(await readTask(next, target)))
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return { results, skipped }
}

/** A client that cannot even begin has failed at each of its streams. */
function failing(client: ForeignClient, target: Target, error: unknown): Task {
  const message = error instanceof Error ? error.message : String(error)
  const streams = Object.keys(client.expected(target))
  return { streams, read: async () => streams.map((stream) => ({ stream, ids: [], error: message })) }
}

async function readTask({ client, task }: Planned, target: Target): Promise<Result[]> {
  const startedAt = Date.now()
  const expected = client.expected(target)
  const readings = await task
    .read()
    .catch((error: unknown) => task.streams.map((stream) => ({ stream, ids: [], error: String(error) })))
  const seconds = (Date.now() - startedAt) / 1_000
  return readings.map((reading) => ({
    ...reading,
    ...{ program: client.name, expected: expected[reading.stream] ?? [], seconds },
  }))
}
