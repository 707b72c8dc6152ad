import type { Json } from '@shopmirror/platforms'

/**
 * Pages in order. The next one is already on its way while the caller works on the one before, so reading and writing
 * share the time; never more than two pages are held. An error of the page ahead rises when its turn comes.
 */
export async function* readAhead<Page extends { next: Json }>(
  read: (cursor: Json) => Promise<Page>,
  first: Json,
): AsyncGenerator<Page, void, undefined> {
  let ahead: Promise<Page> | null = quietly(read(first))
  try {
    while (ahead) {
      const page: Page = await ahead
      ahead = page.next === null ? null : quietly(read(page.next))
      yield page
    }
  } finally {
    // Whoever stops early must not leave a call in flight behind.
    await ahead?.catch(() => undefined)
  }
}

/** Keeps a rejection nobody awaits yet from ending the process; awaiting the promise still throws. */
function quietly<Page>(page: Promise<Page>): Promise<Page> {
  page.catch(() => undefined)
  return page
}
