import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql'

/**
 * The operation with its fragments written out, as bulk operations want it: so it may ask for just what another one
 * asks for. Every fragment here is of the very type it is used on.
 */
export function inlineFragments(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): DocumentNode {
  const written = visit(operation, {
    SelectionSet: (set) => ({ ...set, selections: set.selections.flatMap((each) => writeOut(each, fragments)) }),
  })
  return { kind: Kind.DOCUMENT, definitions: [written] }
}

function writeOut(selection: SelectionNode, fragments: readonly FragmentDefinitionNode[]): readonly SelectionNode[] {
  if (selection.kind !== Kind.FRAGMENT_SPREAD) return [selection]
  const fragment = fragments.find(({ name }) => name.value === selection.name.value)
  if (!fragment) throw new Error(`There is no fragment ${selection.name.value}.`)
  return fragment.selectionSet.selections.flatMap((each) => writeOut(each, fragments))
}
