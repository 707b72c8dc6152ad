import { type ASTNode, BREAK, type DocumentNode, type GraphQLError, getLocation, visit } from 'graphql'

interface Place {
  locations: { line: number; column: number }[]
  path: string[]
}

/** Where a mistake stands, as the platform says it: the operation, the fields, and the argument if it is one of those. */
export function placeOf({ nodes, locations }: GraphQLError, document: DocumentNode): Partial<Place> {
  const [node] = nodes ?? []
  const steps = node ? stepsTo(node, document) : []
  const field = steps.findLast(({ kind }) => kind === 'Field')
  const shown = field?.loc ? [getLocation(field.loc.source, field.loc.start)] : locations
  const path = steps.flatMap(nameOf)
  return { ...(shown && { locations: [...shown] }), ...(path.length > 0 && { path }) }
}

function stepsTo(node: ASTNode, document: DocumentNode): ASTNode[] {
  const steps: ASTNode[] = []
  visit(document, {
    enter(each) {
      steps.push(each)
      return each === node ? BREAK : undefined
    },
    leave: () => void steps.pop(),
  })
  return steps
}

function nameOf(node: ASTNode): string[] {
  switch (node.kind) {
    case 'OperationDefinition':
      return [node.name ? `${node.operation} ${node.name.value}` : node.operation]
    case 'FragmentDefinition':
      return [`fragment ${node.name.value}`]
    case 'Field':
      return [node.alias?.value ?? node.name.value]
    case 'Argument':
      return [node.name.value]
    default:
      return []
  }
}
