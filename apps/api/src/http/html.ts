/** Markup in which every value has been escaped. Made by `html` only. */
export interface Html {
  readonly markup: string
}

type Content = Html | string | number | null | undefined | false | readonly Content[]

/** A template of markup. Texts are escaped; markup and lists of it are inserted; `null`, `undefined` and `false` are empty. */
export function html(parts: TemplateStringsArray, ...values: Content[]): Html {
  return { markup: parts.map((part, index) => `${part}${render(values[index])}`).join('') }
}

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return ''
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content))
  return 'markup' in content ? content.markup : content.map(render).join('')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
