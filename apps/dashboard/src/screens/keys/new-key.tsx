import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { getListKeysQueryKey, issueKey } from '../../api/generated/keys/keys.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { useMay } from '../../shell/caller.ts'

type Role = 'member' | 'operator'

export function NewKey() {
  const { t } = useLingui()
  const may = useMay()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('member')
  const [issued, setIssued] = useState<string>()
  const issue = async () => {
    const { data } = await issueKey({ name, role })
    setIssued(data.key)
    setName('')
    await queries.invalidateQueries({ queryKey: getListKeysQueryKey() })
  }
  return (
    <div>
      <ActionForm submit={t`Make a key`} onSubmit={issue}>
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
      </ActionForm>
      <div role="status">
        {issued && <ShownOnce title={t`Save the key now: it is not shown again.`} secret={issued} />}
      </div>
    </div>
  )
}
