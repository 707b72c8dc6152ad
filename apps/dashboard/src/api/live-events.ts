/** One message of `/api/v1/events`. */
export interface LiveEvent {
  event: string
  id: string | undefined
  /** ms, when the server says how long to wait before the next connection. */
  retry: number | undefined
  data: unknown
}

/** Something that changed, as the api names it. */
export interface Change {
  kind: string
  shop_id: string | null
  ids?: string[]
}

/** Collects the text of a stream and returns the messages that are complete. */
export function createEventReader(): (text: string) => LiveEvent[] {
  let rest = ''
  return (text) => {
    const blocks = `${rest}${text}`.split('\n\n')
    rest = blocks.pop() ?? ''
    return blocks.map(readBlock)
  }
}

function readBlock(block: string): LiveEvent {
  const fields = new Map(block.split('\n').map((line) => readLine(line)))
  const retry = Number(fields.get('retry')) || undefined
  return { event: fields.get('event') ?? 'message', id: fields.get('id'), retry, data: parse(fields.get('data')) }
}

function readLine(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trimStart()]
}

function parse(data: string | undefined): unknown {
  try {
    return JSON.parse(data ?? '{}')
  } catch {
    return {}
  }
}

/** Of a message `changes`. */
export function changesOf({ data }: LiveEvent): Change[] {
  const { changes } = data as { changes?: Change[] }
  return Array.isArray(changes) ? changes : []
}
