import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'

/** Of `localhost`, until 2126; it protects nothing. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUfnDj0ms63Ij76hEMcTS70lty61wwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyOTEzMTM1N1oYDzIxMjYxMTA1
MTMxMzU3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATLYQN9iF2YePmHtS+nUBr62eNElPNeVr6sJqgcPNGnY4BxXoS/UbQV
P6odaNc1LRYmYkcOmDiJKxKkH1UzhgRio28wbTAdBgNVHQ4EFgQUBHIaBikudVu9
xvEbXI4+tm5vVnowHwYDVR0jBBgwFoAUBHIaBikudVu9xvEbXI4+tm5vVnowDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAMI3NX1/sW+6fPVvjGH2/znRTPdsJ65I8xuncMGUKt17AiAv
Orv3Eej+y0eGq7fUpfJ2Hd54MZxNeTAILAPRj+FPIw==
-----END CERTIFICATE-----
`
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgF5Uq06vuanltZWRN
qCPq8dHuR4eqHFKgen8jD2f23UWhRANCAATLYQN9iF2YePmHtS+nUBr62eNElPNe
Vr6sJqgcPNGnY4BxXoS/UbQVP6odaNc1LRYmYkcOmDiJKxKkH1UzhgRi
-----END PRIVATE KEY-----
`

/** What a path is answered with. */
export interface TlsFile {
  status?: number
  headers?: Record<string, string>
  body: Buffer
}

/** An https server on loopback with some files; it counts the calls. */
export async function startTlsServer(files: Readonly<Record<string, TlsFile>>) {
  const calls: string[] = []
  const options: ServerOptions = { key, cert: certificate }
  const server = createServer(options, (request, response) => {
    const path = request.url ?? ''
    calls.push(path)
    const { status = 200, headers = {}, body } = files[path] ?? { status: 404, body: Buffer.alloc(0) }
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    calls,
    url: (path: string) => `https://localhost:${port}${path}`,
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
