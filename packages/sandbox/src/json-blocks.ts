const FIRST_BYTES = 4 * 1024
const BLOCK_BYTES = 64 * 1024
/** Of one UTF-16 unit in UTF-8, at most. */
const UNIT_BYTES = 3

/**
 * JSON of an object as UTF-8, in blocks. The members of its lists are written one by one: in one text of all, a single
 * letter beyond Latin-1 would double the memory of every other, and a page of orders takes half as long again.
 */
export function jsonBlocks(body: unknown): Buffer[] {
  const blocks: Buffer[] = []
  let [block, used] = [Buffer.alloc(0), 0]
  for (const text of textsOf(body)) {
    if (block.length - used < text.length * UNIT_BYTES) {
      if (used > 0) blocks.push(block.subarray(0, used))
      const usual = Math.min(BLOCK_BYTES, Math.max(FIRST_BYTES, 2 * block.length))
      block = Buffer.allocUnsafeSlow(Math.max(usual, text.length * UNIT_BYTES))
      used = 0
    }
    used += block.write(text, used)
  }
  return used > 0 ? [...blocks, block.subarray(0, used)] : blocks
}

function* textsOf(body: unknown): Generator<string> {
  if (!isPlain(body)) return yield JSON.stringify(body)
  let before = '{'
  for (const [name, value] of Object.entries(body)) {
    const key = `${before}${JSON.stringify(name)}:`
    const text = Array.isArray(value) ? '' : JSON.stringify(value)
    if (text === undefined) continue
    before = ','
    yield key + text
    if (Array.isArray(value)) yield* membersOf(value)
  }
  yield before === '{' ? '{}' : '}'
}

function* membersOf(list: readonly unknown[]): Generator<string> {
  let before = '['
  for (const member of list) {
    yield before + (JSON.stringify(member) ?? 'null')
    before = ','
  }
  yield before === '[' ? '[]' : ']'
}

/** Not one that says itself what its JSON is. */
function isPlain(body: unknown): body is object {
  return (
    typeof body === 'object' && body !== null && Object.getPrototypeOf(body) === Object.prototype && !('toJSON' in body)
  )
}
