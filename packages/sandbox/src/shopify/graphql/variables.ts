import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isScalarType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromASTUntyped,
} from 'graphql'

type Values = Record<string, unknown>
type Path = readonly (string | number)[]

interface Problem {
  path: Path
  explanation: string
}

/** Those that were given, and the defaults of those that were not. */
export function variablesOf({ variableDefinitions = [] }: OperationDefinitionNode, given: Values): Values {
  const all: Values = {}
  for (const { variable, defaultValue } of variableDefinitions) {
    const name = variable.name.value
    if (Object.hasOwn(given, name)) all[name] = given[name]
    else if (defaultValue) all[name] = valueFromASTUntyped(defaultValue)
  }
  return all
}

/** One error for each variable that does not fit its type, as the platform writes it. */
export function variableErrors(operation: OperationDefinitionNode, given: Values, schema: GraphQLSchema): Values[] {
  return (operation.variableDefinitions ?? []).flatMap((definition) => {
    const type = typeFromAST(schema, definition.type)
    const value = given[definition.variable.name.value]
    const isLeft = value === undefined && definition.defaultValue !== undefined
    const problems = isInputType(type) && !isLeft ? problemsIn(value, type, []) : []
    return problems.length > 0 ? [invalidVariable(definition, value, problems)] : []
  })
}

function invalidVariable(definition: VariableDefinitionNode, value: unknown, problems: Problem[]): Values {
  const { variable, type, loc } = definition
  const places = problems.filter(({ path }) => path.length > 0)
  const where = places.map(({ path, explanation }) => `${path.join('.')} (${explanation})`).join(', ')
  const message = `Variable $${variable.name.value} of type ${print(type)} was provided invalid value`
  return {
    message: where === '' ? message : `${message} for ${where}`,
    ...(loc && { locations: [{ line: loc.startToken.line, column: loc.startToken.column }] }),
    extensions: { code: 'INVALID_VARIABLE', value: value ?? null, problems },
  }
}

function problemsIn(value: unknown, type: GraphQLInputType, path: Path): Problem[] {
  const problem = (explanation: string) => [{ path, explanation }]
  if (isNonNullType(type))
    return (value ?? null) === null ? problem('Expected value to not be null') : problemsIn(value, type.ofType, path)
  if ((value ?? null) === null) return []
  if (isListType(type)) {
    if (!Array.isArray(value)) return problemsIn(value, type.ofType, path)
    return value.flatMap((each, place) => problemsIn(each, type.ofType, [...path, place]))
  }
  if (isInputObjectType(type))
    return isObject(value)
      ? problemsInFields(value, type, path)
      : problem(`Expected ${JSON.stringify(value)} to be a key-value object.`)
  if (isEnumType(type)) {
    const names = type.getValues().map(({ name }) => name)
    return names.includes(String(value))
      ? []
      : problem(`Expected ${JSON.stringify(value)} to be one of: ${names.join(', ')}`)
  }
  return isScalarType(type) && !fits(() => type.coerceInputValue(value))
    ? problem(`Could not coerce value ${JSON.stringify(value)} to ${type.name}`)
    : []
}

function problemsInFields(value: Values, type: GraphQLInputObjectType, path: Path): Problem[] {
  const fields = type.getFields()
  const unknown = Object.keys(value)
    .filter((name) => !Object.hasOwn(fields, name))
    .map((name) => ({ path: [...path, name], explanation: `Field is not defined on ${type.name}` }))
  const known = Object.values(fields).flatMap((field) => {
    const isLeft = value[field.name] === undefined && field.default !== undefined
    return isLeft ? [] : problemsIn(value[field.name], field.type, [...path, field.name])
  })
  return [...unknown, ...known]
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fits(coerce: () => unknown): boolean {
  try {
    coerce()
    return true
  } catch {
    return false
  }
}
