/** Around what is gone, the nearest of these takes the focus: its heading, or itself. */
const PLACES = 'tr, [role=group][aria-label], section, [role=tabpanel], [role=dialog], main'
const CONTROLS = 'a[href], button, input, select, textarea, summary'

/**
 * What had the focus may be gone after it was pressed: a button that is not offered any more, a row that was deleted, a
 * dialog whose button went with it. The focus then goes to what is nearest, where a browser would begin at the top again.
 */
export function keepFocus(): void {
  // What has the focus and all around it, from the inside; behind a dialog, what opened it.
  let path: Element[] = []
  let outside: Element[] = []
  document.addEventListener('focusin', ({ target }) => {
    const own = around(target as Element)
    const isInDialog = own.some((element) => element.matches('[role=dialog]'))
    if (!isInDialog) outside = own
    path = isInDialog ? [...own, ...outside] : own
  })
  document.addEventListener('focusout', ({ target }) => {
    // A press on nothing leaves it on purpose; what is being removed is not there any more when this runs.
    queueMicrotask(() => {
      if ((target as Element).isConnected && isFree()) path = []
    })
  })
  new MutationObserver((changes) => {
    if (path.length === 0 || !isFree()) return
    const place = rowBeside(path, changes) ?? firstOf(path, placeAt)
    if (place) focusOn(place)
  }).observe(document.body, { childList: true, subtree: true })
}

const isFree = () => document.activeElement === document.body

function around(element: Element): Element[] {
  const found: Element[] = []
  for (let each: Element | null = element; each && each !== document.body; each = each.parentElement) found.push(each)
  return found
}

/** The row that is now where a row was removed. */
function rowBeside(path: readonly Element[], changes: readonly MutationRecord[]): HTMLElement | undefined {
  for (const { removedNodes, nextSibling, previousSibling } of changes) {
    const row = [...removedNodes].find((node) => node instanceof HTMLTableRowElement && path.includes(node))
    if (!row) continue
    for (const beside of [nextSibling, previousSibling])
      if (beside instanceof HTMLTableRowElement && beside.isConnected) return beside
  }
  return undefined
}

function placeAt(element: Element): HTMLElement | undefined {
  if (!element.isConnected) return undefined
  if (element.matches(CONTROLS)) return element as HTMLElement
  const place = element.closest<HTMLElement>(PLACES)
  return place?.querySelector<HTMLElement>('h1, h2, h3') ?? place ?? undefined
}

function firstOf<T>(path: readonly Element[], find: (element: Element) => T | undefined): T | undefined {
  for (const element of path) {
    const found = find(element)
    if (found) return found
  }
  return undefined
}

function focusOn(place: HTMLElement): void {
  if (!place.matches(`${CONTROLS}, [tabindex]`)) place.tabIndex = -1
  place.focus()
}
