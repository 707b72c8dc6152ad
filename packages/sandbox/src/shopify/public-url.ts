import type { HttpExchange } from '../platform-emulator.ts'

/**
 * The address that a client has called, without its query. Links in responses are made of it: on the shop's own host they
 * stay there, also where a proxy stands before the sandbox.
 */
export function publicUrl({ request, url, calledUrl = url }: HttpExchange): string {
  const { headers } = request
  const protocol = first(headers['x-forwarded-proto']) ?? calledUrl.protocol.slice(0, -1)
  const host = first(headers['x-forwarded-host']) ?? (calledUrl === url ? headers.host : undefined) ?? calledUrl.host
  const isOwnHost = calledUrl.pathname.startsWith(`/shopify/${host.split(':')[0]}/`)
  const path = isOwnHost ? calledUrl.pathname.split('/').slice(3).join('/') : calledUrl.pathname.slice(1)
  return `${protocol}://${host}/${path}`
}

/** Proxies in a row append to these headers. */
function first(header: string | string[] | undefined): string | undefined {
  return [header].flat()[0]?.split(',')[0]?.trim() || undefined
}
