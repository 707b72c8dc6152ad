import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Answers what the client asks for at the start: `drop` loses the parameter silently, `refuse` ends the connection. */
export type Treatment = 'drop' | 'refuse'

const MESSAGE_LENGTH_BYTES = 4
const VERSION_3 = 196_608

/** Stands before a server as poolers do, which know only some of a client's parameters. */
export async function startStartupProxy(target: string, treatments: Readonly<Record<string, Treatment>>) {
  const sockets = new Set<Socket>()
  const { hostname, port } = new URL(target)
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    upstream.pipe(client)
    client.on('data', (bytes) => forward(bytes, { client, upstream, treatments }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Route {
  client: Socket
  upstream: Socket
  treatments: Readonly<Record<string, Treatment>>
}

function forward(bytes: Buffer, { client, upstream, treatments }: Route): void {
  if (!isStartup(bytes)) return void upstream.write(bytes)
  const parameters = readParameters(bytes)
  const refused = parameters.find(([name]) => treatments[name] === 'refuse')
  if (refused) return void client.end(refusal(`unsupported startup parameter: ${refused[0]}`))
  upstream.write(startup(parameters.filter(([name]) => treatments[name] === undefined)))
}

const isStartup = (bytes: Buffer) => bytes.length > 8 && bytes.readInt32BE(MESSAGE_LENGTH_BYTES) === VERSION_3

function readParameters(bytes: Buffer): [string, string][] {
  const words = bytes.toString('utf8', 2 * MESSAGE_LENGTH_BYTES).split('\0')
  return words.flatMap((name, index) => (index % 2 === 0 && name ? [[name, words[index + 1] ?? '']] : []))
}

function startup(parameters: readonly [string, string][]): Buffer {
  const text = Buffer.from(`${parameters.flat().join('\0')}\0\0`)
  const head = Buffer.alloc(2 * MESSAGE_LENGTH_BYTES)
  head.writeInt32BE(head.length + text.length)
  head.writeInt32BE(VERSION_3, MESSAGE_LENGTH_BYTES)
  return Buffer.concat([head, text])
}

/** As PgBouncer says it. */
function refusal(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C08P01\0M${message}\0\0`)
  const head = Buffer.alloc(1 + MESSAGE_LENGTH_BYTES)
  head.write('E')
  head.writeInt32BE(MESSAGE_LENGTH_BYTES + fields.length, 1)
  return Buffer.concat([head, fields])
}
