import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Forward extends AsyncDisposable {
  port: number
  /** Accepts connections and bytes, and does not answer. */
  hang(): void
  wake(): void
}

/** A local port that forwards to another one, resolved at each connection, like a DNS name or a virtual IP. */
export async function startForward(target: () => number): Promise<Forward> {
  const sockets = new Set<Socket>()
  let hangs = false
  const server = createServer((client) => {
    const onward = connect(target(), '127.0.0.1')
    join(client, onward)
    join(onward, client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  function join(from: Socket, to: Socket) {
    sockets.add(from)
    from.on('data', (bytes) => !hangs && to.write(bytes))
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
  }
  return {
    port: (server.address() as AddressInfo).port,
    hang: () => {
      hangs = true
    },
    wake: () => {
      hangs = false
    },
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      await once(server, 'close')
    },
  }
}
