import type { Json } from '@shopmirror/platforms'

/**
 * Yields pages in order. The next page is fetched while the caller processes the current one; at most two pages are in
 * memory. An error of the next page is thrown when it would be yielded.
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
    // A caller that stops early must not leave a call in flight.
    await ahead?.catch(() => undefined)
  }
}

/** Keeps a rejection that is not awaited yet from ending the process; awaiting the promise still throws. */
function quietly<Page>(page: Promise<Page>): Promise<Page> {
  page.catch(() => undefined)
  return page
}
