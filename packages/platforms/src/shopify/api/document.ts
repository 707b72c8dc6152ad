declare const types: unique symbol

/** A checked GraphQL operation. `D`: its data; `V`: its variables. */
export interface Document<D, V> {
  /** The call's name in errors. */
  readonly name: string
  readonly text: string
  /** Maximum cost, points; 0 for the text of a bulk operation, which costs none. */
  readonly cost: number
  readonly [types]?: (variables: V) => D
}
