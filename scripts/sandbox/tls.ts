import { join } from 'node:path'
import { hostsOf, type TlsListener, type TlsOptions } from '@shopmirror/sandbox'
import { dataRoot } from '../paths.ts'
import { freePort } from '../ports.ts'

interface Ports {
  'tls-port'?: string | undefined
  'proxy-port'?: string | undefined
}

export async function tlsOptions(values: Ports): Promise<TlsOptions> {
  return {
    folder: join(dataRoot, 'sandbox-ca'),
    port: values['tls-port'] ? Number(values['tls-port']) : await freePort(8443),
    proxyPort: values['proxy-port'] ? Number(values['proxy-port']) : await freePort(8444),
  }
}

/** What a user does to point a client at it: nothing on the machine is changed by this process. */
export function describeTls({ port, proxyUrl, caPath }: TlsListener, shop: string): string {
  return `The platforms' own hosts answer by TLS at 127.0.0.1:${port}, with a certificate of this CA:

${caPath}

For a program that is started with these, no address has to be changed (the proxy refuses all other hosts):

export HTTPS_PROXY=${proxyUrl} SSL_CERT_FILE=${caPath} REQUESTS_CA_BUNDLE=${caPath} \\
  NODE_EXTRA_CA_CERTS=${caPath} NODE_USE_ENV_PROXY=1 CURL_CA_BUNDLE=${caPath}

One call: curl --proxy ${proxyUrl} --cacert ${caPath} https://${hostsOf(shop)[0]}/
Without the proxy, with the port in the address, these lines in the hosts file lead here:

${hostsOf(shop)
  .map((host) => `127.0.0.1 ${host}\n`)
  .join('')}`
}
