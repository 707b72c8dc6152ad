import { type Reading, SHOP, type Target } from '../client.ts'
import { runProgram } from '../run-program.ts'
import { createToken } from './shop.ts'

interface LineProgram {
  /** Of the client, which has a token of its own. */
  name: string
  /** Takes the shop and the token; every line of its output is `{stream}\t{id}`. */
  program: string
  streams: readonly string[]
}

export async function readLines({ name, program, streams }: LineProgram, target: Target): Promise<Reading[]> {
  const { sandbox, env, folder: cwd } = target
  const ids = new Map(streams.map((stream) => [stream, [] as string[]]))
  const onLine = (line: string) => {
    const [stream = '', id = ''] = line.split('\t')
    // Of a global id, `gid://shopify/Order/5`, the number.
    ids.get(stream)?.push(id.slice(id.lastIndexOf('/') + 1))
  }
  const { code, tail } = await runProgram(program, [SHOP, createToken(sandbox, name)], { env, cwd, onLine })
  return [...ids].map(([stream, found]) => ({ stream, ids: found, ...(code !== 0 && { error: tail }) }))
}
