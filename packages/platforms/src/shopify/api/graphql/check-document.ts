import { type GraphQLSchema, NoDeprecatedCustomRule, specifiedRules, validate } from 'graphql'
import { costOfDocument } from './cost-of-document.ts'
import { findBulkProblems } from './find-bulk-problems.ts'
import type { Source } from './read-sources.ts'

/** Of one query, before it runs. https://shopify.dev/docs/api/usage/limits */
const COST_MAX = 1_000
const rules = [...specifiedRules, NoDeprecatedCustomRule]

/** What keeps a document from being sent to Shopify; empty when all is well. */
export function findProblems(source: Source, schema: GraphQLSchema): string[] {
  const { file, operation, document, isBulk } = source
  if (!operation.name) return [`${file}: the operation needs a name.`]
  const errors = validate(schema, document, rules)
  if (errors.length > 0) return errors.map(({ message }) => `${file}: ${message}`)
  if (isBulk) return findBulkProblems(document, schema).map((problem) => `${file}: ${problem}`)
  return findCostProblems(source, schema)
}

function findCostProblems({ file, document }: Source, schema: GraphQLSchema): string[] {
  try {
    const cost = costOfDocument(document, schema)
    return cost > COST_MAX ? [`${file}: costs ${cost} points, and one query may cost ${COST_MAX}: ask for less.`] : []
  } catch (error) {
    return [`${file}: ${error instanceof Error ? error.message : String(error)}`]
  }
}
