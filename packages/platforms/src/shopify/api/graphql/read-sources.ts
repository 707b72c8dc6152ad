import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  visit,
} from 'graphql'
import { inlineFragments } from './inline-fragments.ts'

/** One `.graphql` file: an operation with the fragments it needs, wherever those are written. */
export interface Source {
  file: string
  operation: OperationDefinitionNode
  document: DocumentNode
  /** The text of a bulk operation: has other rules, and costs nothing. */
  isBulk: boolean
}

export interface Sources {
  operations: Source[]
  fragments: FragmentDefinitionNode[]
}

/** Operations one a file, those for bulk operations below `bulk/`; fragments in files of their own or beside an operation. */
export function readSources(folder: string): Sources {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .toSorted()
    .map((file) => ({ file, definitions: parse(readFileSync(join(folder, file), 'utf8')).definitions }))
  const fragments = files.flatMap(({ definitions }) =>
    definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION),
  )
  const operations = files.flatMap(({ file, definitions }) => {
    const own = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    if (own.length > 1) throw new Error(`${file}: one operation a file.`)
    return own.map((operation) => {
      const isBulk = file.startsWith('bulk/')
      const document = isBulk ? inlineFragments(operation, fragments) : withFragments(operation, fragments)
      return { file, operation, document, isBulk }
    })
  })
  return { operations, fragments }
}

function withFragments(operation: OperationDefinitionNode, all: readonly FragmentDefinitionNode[]): DocumentNode {
  const used = new Set<FragmentDefinitionNode>()
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode) => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = all.find((each) => each.name.value === name.value)
        if (!fragment || used.has(fragment)) return
        used.add(fragment)
        collect(fragment)
      },
    })
  }
  collect(operation)
  return { kind: Kind.DOCUMENT, definitions: [operation, ...used] }
}
