export interface Page {
  language: string
  title: string
  text: string
  /** A way on, in the whole window: a page in a frame may be the one that is read. */
  action?: { label: string; address: string }
}

const style = `
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f6f6f4; color: #1d1d1b;
    font: 1.0625rem/1.6 system-ui, sans-serif }
  main { max-width: 32rem; margin: 1.5rem; padding: 2rem 2.25rem; background: #fff; border-radius: .75rem;
    box-shadow: 0 1px 3px #0002 }
  h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.3 }
  p { margin: 0; overflow-wrap: anywhere }
  a { display: inline-block; margin-top: 1.25rem; padding: .5rem 1.25rem; border-radius: .5rem; background: #1d1d1b;
    color: #fff; text-decoration: none }
  @media (prefers-color-scheme: dark) { body { background: #161615; color: #ececea } main { background: #222220 }
    a { background: #ececea; color: #161615 } }`

/** A plain page for a person; works without scripts, fonts or anything from elsewhere. */
export function renderPage({ language, title, text, action }: Page): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${renderAction(action)}</main>
</html>
`
}

function renderAction(action: Page['action']): string {
  if (!action) return ''
  return `<a href="${escapeHtml(action.address)}" target="_top">${escapeHtml(action.label)}</a>`
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
