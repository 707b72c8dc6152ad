import type { TlsListener } from '@shopmirror/sandbox'

const replaced = /^(https?|no|all)_proxy$/i

/**
 * This process's environment with the sandbox's proxy and CA, under the names that Python, Go, Ruby, PHP, curl and Node
 * know.
 */
export function proxyEnv(tls: TlsListener | undefined): NodeJS.ProcessEnv {
  if (!tls) throw new Error('The sandbox was started without TLS')
  const { proxyUrl, caPath } = tls
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !replaced.test(name))),
    ...{ HTTPS_PROXY: proxyUrl, https_proxy: proxyUrl },
    ...{ SSL_CERT_FILE: caPath, REQUESTS_CA_BUNDLE: caPath, CURL_CA_BUNDLE: caPath, NODE_EXTRA_CA_CERTS: caPath },
  }
}
