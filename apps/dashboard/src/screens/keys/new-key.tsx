import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Button, Code, Group, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getListKeysQueryKey, issueKey } from '../../api/generated/keys/keys.ts'
import { useAction } from '../../api/use-action.ts'
import { FailedText } from '../../parts/failed-text.tsx'
import { useMay } from '../../shell/caller.ts'

type Role = 'member' | 'operator'

export function NewKey() {
  const { t } = useLingui()
  const may = useMay()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('member')
  const [issued, setIssued] = useState<string>()
  const { run, error, isPending } = useAction(async () => {
    const { data } = await issueKey({ name, role })
    setIssued(data.key)
    setName('')
    await queries.invalidateQueries({ queryKey: getListKeysQueryKey() })
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end">
        <TextInput
          label={t`Name of the program`}
          required
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {may('operator') && (
          <NativeSelect
            label={t`Sees`}
            value={role}
            data={[
              { value: 'member', label: t`this account` },
              { value: 'operator', label: t`all accounts` },
            ]}
            onChange={({ currentTarget }) => setRole(currentTarget.value as Role)}
          />
        )}
        <Button type="submit" loading={isPending}>
          <Trans>Make a key</Trans>
        </Button>
      </Group>
      {error !== undefined && <FailedText error={error} />}
      <div role="status">
        {issued && (
          <Alert color="green" variant="outline" mt="md" title={t`Save the key now: it is not shown again.`}>
            <Code block>{issued}</Code>
          </Alert>
        )}
      </div>
    </form>
  )
}
