import { Alert, Code } from '@mantine/core'

/** A secret that was just made, and what to do with it: it is not shown again. */
export function ShownOnce({ title, secret }: { title: string; secret: string }) {
  return (
    <Alert color="green" variant="outline" mt="md" title={title}>
      <Code block>{secret}</Code>
    </Alert>
  )
}
