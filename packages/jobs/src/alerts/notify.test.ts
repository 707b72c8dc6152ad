import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createLogger } from '@shopmirror/config'
import { startMailServer as openMailServer } from '@shopmirror/test/mail-server.ts'
import { afterEach, expect, test } from 'vitest'
import { createNotify, type NotifyOptions } from './notify.ts'

const closers: (() => unknown)[] = []
afterEach(() => Promise.all(closers.splice(0).map((close) => close())))

const notice = { title: 'Alpha was locked out', detail: 'Open the app again.', shopId: 'shp_1', kind: 'auth_revoked' }

async function startMailServer() {
  const server = await openMailServer()
  closers.push(() => server[Symbol.asyncDispose]())
  return server
}

async function startChat(): Promise<{ url: string; texts: unknown[]; answer: { status: number } }> {
  const texts: unknown[] = []
  const answer = { status: 200 }
  const server: Server = createServer(async (request, response) => {
    const body = await text(request)
    if (answer.status === 200) texts.push(JSON.parse(body))
    response.writeHead(answer.status).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, texts, answer }
}

function createNotifier(options: Omit<NotifyOptions, 'log'>) {
  const lines: string[] = []
  const log = createLogger({ level: 'info', name: 'test', destination: { write: (line) => lines.push(line) } })
  return { notify: createNotify({ log, ...options }), lines }
}

test('an alert goes to the mail server, to the chat and into the log', async () => {
  const [mail, chat] = [await startMailServer(), await startChat()]
  const addresses = { from: 'mirror@example.com', to: 'ops@example.com,boss@example.com' }
  const { notify, lines } = createNotifier({ smtpUrl: mail.url, webhookUrl: chat.url, ...addresses })
  await notify(notice)
  expect(mail.mails).toMatchObject([{ from: 'mirror@example.com', to: ['ops@example.com', 'boss@example.com'] }])
  expect(mail.mails[0]?.text).toMatch(
    /Subject: \[Shopmirror\] Alpha was locked out[\s\S]*Open the app again\.[\s\S]*shp_1/,
  )
  expect(chat.texts).toEqual([{ text: 'Alpha was locked out\nOpen the app again.\nshp_1' }])
  expect(lines.join()).toContain('alert.raised')
})

test('without channels the log is enough', async () => {
  const { notify, lines } = createNotifier({})
  await notify(notice)
  expect(lines).toHaveLength(1)
})

test('a mail server without addresses is no channel', async () => {
  const mail = await startMailServer()
  await createNotifier({ smtpUrl: mail.url }).notify(notice)
  expect(mail.mails).toHaveLength(0)
})

test('a failed channel is reported, and only that one is retried', async () => {
  const [mail, chat] = [await startMailServer(), await startChat()]
  const addresses = { from: 'mirror@example.com', to: 'ops@example.com' }
  const { notify } = createNotifier({ smtpUrl: mail.url, webhookUrl: chat.url, ...addresses })
  chat.answer.status = 500
  await expect(notify(notice)).rejects.toThrow('by chat')
  await expect(notify(notice)).rejects.toThrow('by chat')
  chat.answer.status = 200
  await notify(notice)
  expect(mail.mails).toHaveLength(1)
  expect(chat.texts).toHaveLength(1)
  await notify(notice)
  expect([mail.mails.length, chat.texts.length]).toEqual([2, 2])
})

test('a redirect of the chat address is not followed', async () => {
  const chat = await startChat()
  chat.answer.status = 302
  await expect(createNotifier({ webhookUrl: chat.url }).notify(notice)).rejects.toThrow('by chat')
})

test('an address in the clear is refused at the start', () => {
  expect(() => createNotifier({ webhookUrl: 'http://chat.example.com/hook' })).toThrow('https://')
})
