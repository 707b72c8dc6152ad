declare const types: unique symbol

/** One checked GraphQL operation; `D` is what it answers, `V` what it needs. */
export interface Document<D, V> {
  /** Names the call in errors. */
  readonly name: string
  readonly text: string
  /** Cost points it asks for at most, known before it runs; 0 for the text of a bulk operation, which costs none. */
  readonly cost: number
  readonly [types]?: (variables: V) => D
}
