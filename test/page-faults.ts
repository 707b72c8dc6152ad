import axe from 'axe-core'
import type { Page } from 'playwright-core'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** A desktop and a phone. */
const widths = [1_280, 360] as const
const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number]
const HEIGHT = 800

/**
 * Everything wrong with an open page, in both themes, on a desktop and on a phone: what violates WCAG 2.2 AA, and a page
 * that is wider than its window. Empty without faults. The window is a desktop's after it. `themed` waits until the page shows a theme.
 */
export async function findPageFaults(
  page: Page,
  { themed = async () => undefined }: { themed?: (theme: Theme) => Promise<unknown> } = {},
): Promise<string[]> {
  const faults: string[] = []
  for (const width of widths)
    for (const theme of themes) {
      await page.setViewportSize({ width, height: HEIGHT })
      await page.emulateMedia({ colorScheme: theme })
      await themed(theme)
      const found = [...(await findViolations(page)), ...(await tooWide(page))]
      faults.push(...found.map((fault) => `${theme} ${width}: ${fault}`))
    }
  await page.setViewportSize({ width: widths[0], height: HEIGHT })
  return faults
}

interface Violation {
  id: string
  nodes: { html: string; failureSummary?: string }[]
}

/** What violates WCAG 2.2 AA on an open page as it is; empty without faults. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<Violation[]>(
    `axe.run({ runOnly: ${JSON.stringify(rules)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`,
  )
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}

async function tooWide(page: Page): Promise<string[]> {
  const [content = 0, window = 0] = await page.evaluate<number[]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )
  return content > window ? [`the page is ${content} px wide`] : []
}
