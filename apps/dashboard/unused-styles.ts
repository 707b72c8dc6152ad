import { createHash } from 'node:crypto'
import postcss from 'postcss'
import type { Plugin, Rolldown } from 'vite'

/** A class of Mantine's own styles, such as `.m_4451eb3a`; its scripts name the same class. */
const OF_A_COMPONENT = /\.(m_[0-9a-f]+)/g

/**
 * Removes the styles of Mantine's components that no script names: its style sheet has all of them, two thirds of which
 * no screen uses.
 */
export function dropUnusedStyles(): Plugin {
  return {
    name: 'drop-unused-styles',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const code = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file.code] : []))
      const used = new Set(code.join('\n').match(/\bm_[0-9a-f]+\b/g))
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css')) {
          const source = prune(String(file.source), used)
          // By its new content: browsers keep a name for ever.
          const hash = createHash('sha256').update(source).digest('hex').slice(0, 8)
          const fileName = file.fileName.replace(/-[\w-]{8}\.css$/, `-${hash}.css`)
          replaceName(file.fileName, fileName, bundle)
          delete bundle[file.fileName]
          this.emitFile({ type: 'asset', fileName, source })
        }
    },
  }
}

function replaceName(old: string, name: string, bundle: Rolldown.OutputBundle): void {
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk') {
      file.code = file.code.replaceAll(old, name)
      if (file.viteMetadata?.importedCss.delete(old)) file.viteMetadata.importedCss.add(name)
    } else if (file.fileName.endsWith('.html')) file.source = String(file.source).replaceAll(old, name)
  }
}

function prune(css: string, used: ReadonlySet<string>): string {
  const sheet = postcss.parse(css)
  sheet.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) =>
      [...selector.matchAll(OF_A_COMPONENT)].every(([, name]) => name && used.has(name)),
    )
    if (kept.length === 0) rule.remove()
    else rule.selectors = kept
  })
  sheet.walkAtRules((rule) => {
    if (rule.nodes?.length === 0 && rule.name !== 'layer') rule.remove()
  })
  return sheet.toString()
}
