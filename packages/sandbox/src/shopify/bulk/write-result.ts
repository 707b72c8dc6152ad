import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'

/** Roots that are executed at once: what is held in memory, with all their children. */
const ROOTS_PER_SLICE = 200
/** Lines that are mixed with each other. */
const LINES_MIXED = 2_000

type Node = Record<string, unknown>

/** The answer to a bulk query over some of the objects of its root connection, nested connections whole. */
export type RunSlice = (slice: {
  offset: number
  limit: number
}) => Promise<{ data: Node; errors: { code?: string }[] }>

export interface Progress {
  objectCount: number
  rootObjectCount: number
  fileSize: number
}

interface ResultWriter {
  path: string
  run: RunSlice
  /** Kept up to date while it runs. */
  progress: Progress
  /** Children follow their parent; else they stand anywhere around it. */
  isGrouped: boolean
  /** From 0 to 1, the same ones every time. */
  dice(): number
  signal: AbortSignal
}

/** Writes the JSONL of a bulk query, slice by slice. Answers the code of what went wrong. */
export async function writeResult({
  path,
  run,
  progress,
  isGrouped,
  dice,
  signal,
}: ResultWriter): Promise<string | null> {
  const file = createWriteStream(path)
  await once(file, 'open')
  const waiting: string[] = []
  const flush = async (keep: number) => {
    if (!isGrouped) shuffle(waiting, dice)
    const text = waiting.splice(0, waiting.length - keep).join('')
    progress.fileSize += Buffer.byteLength(text)
    if (!file.write(text)) await once(file, 'drain')
  }
  try {
    for (let offset = 0; ; offset += ROOTS_PER_SLICE) {
      signal.throwIfAborted()
      const { data, errors } = await run({ offset, limit: ROOTS_PER_SLICE })
      if (errors[0]) return errors[0].code ?? 'INTERNAL_SERVER_ERROR'
      const roots = rootsOf(data)
      for (const root of roots) waiting.push(...linesOf(root, progress))
      progress.rootObjectCount += roots.length
      // What is kept is written among the next: a child may stand before its parent, or far behind.
      if (waiting.length > LINES_MIXED) await flush(LINES_MIXED / 4)
      if (roots.length < ROOTS_PER_SLICE) break
      await breathe()
    }
    await flush(0)
    return null
  } finally {
    file.end()
    await once(file, 'close')
  }
}

function rootsOf(data: Node): Node[] {
  return Object.values(data).flatMap((value) => nodesOf(value) ?? [])
}

/** `null` when it is no connection. */
function nodesOf(value: unknown): Node[] | null {
  if (typeof value !== 'object' || value === null || !('edges' in value) || !Array.isArray(value.edges)) return null
  return value.edges.map(({ node }: { node: Node }) => node)
}

/** One object a line; the nodes of its connections become separate lines. */
function linesOf(node: Node, progress: Progress, parentId?: unknown): string[] {
  const own: Node = {}
  const children: string[] = []
  for (const [name, value] of Object.entries(node)) {
    const nodes = nodesOf(value)
    if (!nodes) own[name] = value
    else for (const child of nodes) children.push(...linesOf(child, progress, node.id))
  }
  progress.objectCount += 1
  return [`${JSON.stringify(parentId === undefined ? own : { ...own, __parentId: parentId })}\n`, ...children]
}

function shuffle(lines: string[], dice: () => number): void {
  for (let last = lines.length - 1; last > 0; last--) {
    const other = Math.floor(dice() * (last + 1))
    const line = lines[last] as string
    lines[last] = lines[other] as string
    lines[other] = line
  }
}
