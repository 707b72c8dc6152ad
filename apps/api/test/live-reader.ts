import { request } from 'node:http'
import { until } from '@shopmirror/test/until.ts'

export interface LiveMessage {
  event: string
  id: string | undefined
  data: { changes?: { kind: string; shop_id: string | null; ids?: string[] }[]; live?: boolean }
}

/** A reader of server-sent events over a socket of its own. */
export interface LiveReader {
  status: number
  headers: Record<string, unknown>
  messages: LiveMessage[]
  /** Waits for the first message after the ones already waited for that has this event. */
  next(event: string): Promise<LiveMessage>
  /** Value of the last `retry`, ms. */
  retryMs(): number | undefined
  hasEnded(): boolean
  pause(): void
  close(): void
}

export async function readLive(url: string, headers: Record<string, string>): Promise<LiveReader> {
  const messages: LiveMessage[] = []
  let read = 0
  let text = ''
  let retryMs: number | undefined
  let hasEnded = false
  const call = request(url, { headers, agent: false })
  const answered = Promise.withResolvers<import('node:http').IncomingMessage>()
  call.once('response', answered.resolve).once('error', answered.reject).end()
  const response = await answered.promise
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    const blocks = `${text}${chunk}`.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]))
      if (fields.has('retry')) retryMs = Number(fields.get('retry'))
      else
        messages.push({
          event: fields.get('event') ?? '',
          id: fields.get('id'),
          data: JSON.parse(fields.get('data') ?? '{}'),
        })
    }
  })
  const end = () => {
    hasEnded = true
  }
  response.on('close', end).on('error', end)
  call.on('error', end)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    messages,
    async next(event) {
      const found = () => messages.findIndex((message, index) => index >= read && message.event === event)
      await until(() => found() >= 0)
      const index = found()
      read = index + 1
      return messages[index] as LiveMessage
    },
    retryMs: () => retryMs,
    hasEnded: () => hasEnded,
    pause: () => void response.pause(),
    close: () => void call.destroy(),
  }
}
