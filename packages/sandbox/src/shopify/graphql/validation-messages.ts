/** Messages of graphql's validator, and the platform's own for the same error; the last parts are the end of the path. */
export const validationMessages: readonly [
  RegExp,
  (...parts: string[]) => { message: string; extensions: Record<string, unknown> },
][] = [
  [
    /^Cannot query field "(\w+)" on type "(\w+)"/,
    (fieldName = '', typeName = '') => ({
      message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
      extensions: { code: 'undefinedField', typeName, fieldName },
    }),
  ],
  [
    /^Unknown argument "(\w+)" on field "\w+\.(\w+)"/,
    (argumentName = '', name = '') => ({
      message: `Field '${name}' doesn't accept argument '${argumentName}'`,
      extensions: { code: 'argumentNotAccepted', name, typeName: 'Field', argumentName },
    }),
  ],
  [
    /^Argument "\w+\.(\w+)\((\w+):\)" of type .* is required/,
    (name = '', argument = '') => ({
      message: `Field '${name}' is missing required arguments: ${argument}`,
      extensions: { code: 'missingRequiredArguments', className: 'Field', name, arguments: argument },
    }),
  ],
  [
    /^Expected value of non-null type "(.+)" not to be null/,
    (type = '', field = '', argumentName = '') => ({
      message: `Argument '${argumentName}' on Field '${field}' has an invalid value (null). Expected type '${type}'.`,
      extensions: { code: 'argumentLiteralsIncompatible', typeName: 'Field', argumentName },
    }),
  ],
  [
    /^Expected value of type "(\w+)" to include required field "(\w+)"/,
    (inputObjectType = '', argumentName = '') => ({
      message: `Argument '${argumentName}' on InputObject '${inputObjectType}' is required.`,
      extensions: { code: 'missingRequiredInputObjectAttribute', argumentName, inputObjectType },
    }),
  ],
  [
    /^Expected value of type "(\w+)" not to include unknown field "(\w+)"/,
    (name = '', argumentName = '') => ({
      message: `InputObject '${name}' doesn't accept argument '${argumentName}'`,
      extensions: { code: 'argumentNotAccepted', name, typeName: 'InputObject', argumentName },
    }),
  ],
  [
    /^(?:\w+ cannot represent|Value ".*" does not exist in|Expected value of type)/,
    (field = '', argumentName = '') => ({
      message: `Argument '${argumentName}' on Field '${field}' has an invalid value.`,
      extensions: { code: 'argumentLiteralsIncompatible', typeName: 'Field', argumentName },
    }),
  ],
  [
    /^Field "(\w+)" of type "(.+)" must have a selection of subfields/,
    (field = '', type = '') => ({
      message: `Field must have selections (field '${field}' returns ${bare(type)} but has no selections. Did you mean '${field} { ... }'?)`,
      extensions: { code: 'selectionMismatch', nodeName: `field '${field}'`, typeName: bare(type) },
    }),
  ],
  [
    /^Field "(\w+)" must not have a selection since type "(.+)" has no subfields/,
    (field = '', type = '') => ({
      message: `Selections can't be made on scalars (field '${field}' returns ${bare(type)} but has selections)`,
      extensions: { code: 'selectionMismatch', nodeName: `field '${field}'`, typeName: bare(type) },
    }),
  ],
  [
    /^Unknown directive "@(\w+)"/,
    (directiveName = '') => ({
      message: `Directive @${directiveName} is not defined`,
      extensions: { code: 'undefinedDirective', directiveName },
    }),
  ],
  [
    /^Variable "\$(\w+)" is never used(?: in operation "(\w+)")?/,
    (variableName = '', operation = '') => ({
      message: `Variable $${variableName} is declared by ${operation || 'anonymous query'} but not used`,
      extensions: { code: 'variableNotUsed', variableName },
    }),
  ],
]

function bare(type: string): string {
  return type.replaceAll(/[![\]]/g, '')
}
