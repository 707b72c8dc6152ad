import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { renameAccount } from '../../api/generated/people/people.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { Section } from '../../parts/section.tsx'

export function Rename({ name }: { name: string }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [next, setNext] = useState(name)
  const [isDone, setDone] = useState(false)
  const rename = async () => {
    setDone(false)
    await renameAccount({ name: next })
    setDone(true)
    await queries.invalidateQueries()
  }
  return (
    <Section title={t`Name`}>
      <ActionForm submit={t`Rename`} onSubmit={rename}>
        <TextInput
          label={t`Name of the account`}
          required
          maxLength={100}
          value={next}
          onChange={({ currentTarget }) => setNext(currentTarget.value)}
        />
      </ActionForm>
      <div role="status">
        {isDone && (
          <Alert color="green" variant="outline">
            <Trans>The account is renamed.</Trans>
          </Alert>
        )}
      </div>
    </Section>
  )
}
