import { useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import { ApiProblem, Unreachable } from '../api/problem.ts'

/** Beside a form or a button: why it did not work, in the words of the api, with each field that it names. */
export function FailedText({ error }: { error: unknown }) {
  const { t } = useLingui()
  if (error instanceof ApiProblem) {
    const { title, detail, errors = [] } = error.document
    return (
      <Alert color="red" variant="outline" role="alert" title={title}>
        {detail}
        {errors.map(({ path, message }) => (
          <div key={path}>
            <code>{path}</code>: {message}
          </div>
        ))}
      </Alert>
    )
  }
  const text = error instanceof Unreachable ? t`The server does not answer` : String(error)
  return (
    <Alert color="red" variant="outline" role="alert">
      {text}
    </Alert>
  )
}
