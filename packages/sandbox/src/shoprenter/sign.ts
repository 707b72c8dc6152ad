import { createHmac } from 'node:crypto'

export interface SignedQuery {
  shopname: string
  code: string
  timestamp: number
  secret: string
  /** The documentation and the vendor's demos differ on the order. */
  order: 'documented' | 'demo'
}

export function signedQuery({ shopname, code, timestamp, secret, order }: SignedQuery): URLSearchParams {
  const first = order === 'documented' ? `code=${code}&shopname=${shopname}` : `shopname=${shopname}&code=${code}`
  const hmac = createHmac('sha256', secret).update(`${first}&timestamp=${timestamp}`).digest('hex')
  return new URLSearchParams({ shopname, code, timestamp: String(timestamp), hmac })
}
