import { codegen } from '@graphql-codegen/core'
import * as operationTypes from '@graphql-codegen/typescript-operations'
import { type GraphQLSchema, isScalarType, Kind, parse, print, stripIgnoredCharacters } from 'graphql'
import { findProblems } from './check-document.ts'
import { costOfDocument } from './cost-of-document.ts'
import type { Source, Sources } from './read-sources.ts'

const HEADER = `// Written by \`npm run generate-shopify\` from the .graphql files in this folder; changes here are overwritten.
import type { Document } from '../document.ts'
`

/** The module that says what is sent to Shopify and what comes back. Throws with every problem of every document. */
export async function renderDocuments(sources: Sources, schema: GraphQLSchema): Promise<string> {
  const problems = sources.operations.flatMap((source) => findProblems(source, schema))
  if (problems.length > 0) throw new Error(`GraphQL documents that Shopify would refuse:\n${problems.join('\n')}`)
  const constants = sources.operations.map((source) => renderConstant(source, schema))
  return [HEADER, await renderTypes(sources, schema), ...constants].join('\n')
}

async function renderTypes({ operations, fragments }: Sources, schema: GraphQLSchema): Promise<string> {
  const documents = [
    ...fragments.map((fragment) => ({ location: fragment.name.value, definitions: [fragment] })),
    ...operations.map(({ file, operation }) => ({ location: file, definitions: [operation] })),
  ]
  const types = await codegen({
    schema: parse('type Query { unused: Int }'),
    schemaAst: schema,
    documents: documents.map(({ location, definitions }) => ({
      location,
      document: { kind: Kind.DOCUMENT, definitions },
    })),
    filename: 'documents.ts',
    plugins: [{ operationTypes: {} }],
    pluginMap: { operationTypes },
    config: {
      disableDescriptions: true,
      immutableTypes: true,
      inlineFragmentTypes: 'combine',
      scalars: scalarsOf(schema),
      skipTypename: true,
    },
    skipDocumentsValidation: true,
  })
  // Only documents with `@defer` or masks would need it.
  return types.replace(/\/\*\* Internal type[^\n]*\nexport type Incremental<.*\n/, '')
}

/** Numbers beyond 2^53, amounts and times all come as text. */
function scalarsOf(schema: GraphQLSchema): Record<string, string | { input: string; output: string }> {
  const own = Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !BUILT_IN.has(type.name))
  return {
    ...Object.fromEntries(own.map(({ name }) => [name, 'string'])),
    ID: { input: 'string', output: 'string' },
    JSON: 'unknown',
  }
}

const BUILT_IN: ReadonlySet<string> = new Set(['String', 'Int', 'Float', 'Boolean'])

function renderConstant({ operation, document, isBulk }: Source, schema: GraphQLSchema): string {
  const name = operation.name?.value ?? ''
  const type = `${name}${operation.operation === 'mutation' ? 'Mutation' : 'Query'}`
  const cost = isBulk ? 0 : costOfDocument(document, schema)
  const text = JSON.stringify(stripIgnoredCharacters(print(document)))
  return `export const ${name[0]?.toLowerCase()}${name.slice(1)}: Document<${type}, ${type}Variables> = { name: '${name}', text: ${text}, cost: ${cost} }\n`
}
