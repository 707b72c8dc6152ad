import type { IncomingMessage, ServerResponse } from 'node:http'

const FAILURE = JSON.stringify({ message: 'Internal server error' })
const BODY_BYTES_MAX = 32 * 1024 * 1024

export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > BODY_BYTES_MAX) break
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Empty for what is no JSON object. */
export function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

interface Written {
  status: number
  headers: Record<string, string>
  /** In blocks for a long one. */
  text: string | readonly Buffer[]
  /** Fault that hits the answer on its way: one of `damageKinds`. */
  damage?: string | undefined
}

export function writeText(response: ServerResponse, { status, headers, text, damage }: Written): void {
  if (damage === 'answerLost') return void response.socket?.destroy()
  if (damage === 'answerFailed') return void writeText(response, { status: 500, headers, text: FAILURE })
  const blocks = typeof text === 'string' ? [Buffer.from(text)] : text
  if (damage === 'garbage') {
    response
      .writeHead(status, { 'content-type': headers['content-type'] ?? 'application/json' })
      .end(`${half(blocks)}}{{`)
    return
  }
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0)
  response.writeHead(status, { ...headers, 'content-length': String(bytes) })
  if (damage === 'truncate') {
    response.write(half(blocks), () => response.socket?.destroy())
    return
  }
  response.cork()
  for (const block of blocks) response.write(block)
  response.end()
}

function half(blocks: readonly Buffer[]): string {
  const text = Buffer.concat(blocks).toString()
  return text.slice(0, text.length / 2)
}
