import type { CallAnswer, createCaller } from '../../caller.ts'
import type { Body } from '../bodies/body.ts'

/** The address of another page, from the `Link` header. */
export function linkTo(rel: 'next' | 'previous', { headers }: CallAnswer): string | undefined {
  return new RegExp(`<([^>]+)>; rel="${rel}"`).exec(String(headers.link ?? ''))?.[1]
}

export function objectsIn(pages: readonly CallAnswer[]): Body[] {
  return pages.flatMap((page) => Object.values(page.json())[0] as Body[])
}

/** Reads lists as clients do: page by page, by the links of the responses. */
export function createPageReader({ rest }: Pick<ReturnType<typeof createCaller>, 'rest'>) {
  const pagesFrom = async (address: string, rel: 'next' | 'previous' = 'next'): Promise<CallAnswer[]> => {
    const pages: CallAnswer[] = []
    for (let at: string | undefined = address; at; ) {
      const answer = await rest(at)
      if (answer.status !== 200) throw new Error(`${at} returned ${answer.status}: ${answer.text}`)
      pages.push(answer)
      at = linkTo(rel, answer)
    }
    return pages
  }
  return { pagesFrom, readAll: async (address: string) => objectsIn(await pagesFrom(address)) }
}
