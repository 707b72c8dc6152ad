import { GraphQLError } from 'graphql'

/** An error as the platform writes it, thrown by resolvers. */
export function graphqlError(message: string, code?: string, extensions: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, code ? { extensions: { code, ...extensions } } : {})
}
