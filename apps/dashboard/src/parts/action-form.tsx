import { Group, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useAction } from '../api/use-action.ts'
import { Button } from './button.tsx'
import { FailedText } from './failed-text.tsx'

export interface ActionFormProps {
  /** Label of the button. */
  submit: string
  /** What it throws is shown in the form. */
  onSubmit: () => Promise<unknown>
  /** Fields below each other, as on a page of its own. Default: in a row. */
  stacked?: boolean
  /** The fields. */
  children: ReactNode
}

/** A form that calls the api: its fields, its button, and why it did not work. */
export function ActionForm({ submit, onSubmit, stacked = false, children }: ActionFormProps) {
  const { run, error, isPending } = useAction(onSubmit)
  const send = (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
  const failed = error !== undefined && <FailedText error={error} />
  const button = (
    <Button type="submit" loading={isPending} fullWidth={stacked}>
      {submit}
    </Button>
  )
  return (
    <form onSubmit={send}>
      {stacked ? (
        <Stack>
          {children}
          {failed}
          {button}
        </Stack>
      ) : (
        <>
          <Group align="flex-end">
            {children}
            {button}
          </Group>
          {failed}
        </>
      )}
    </form>
  )
}
