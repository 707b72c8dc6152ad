import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Passkey } from '../../api/generated/model/index.ts'
import {
  addPasskey,
  beginPasskey,
  getListPasskeysQueryKey,
  removePasskey,
  useListPasskeys,
} from '../../api/generated/sign-in/sign-in.ts'
import { hasPasskeys, makePasskey } from '../../api/passkeys.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/section.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'

export function Passkeys() {
  const { t } = useLingui()
  const columns = useColumns()
  const passkeys = useListPasskeys()
  return (
    <Section title={t`Passkeys`}>
      <StateView
        query={passkeys}
        isEmpty={({ data }) => data.length === 0}
        empty={
          <Notice
            icon="key"
            title={t`No passkeys yet`}
            text={t`With a passkey you sign in by the lock of your device, without a password.`}
          />
        }
      >
        {({ data }) => <Table label={t`Passkeys`} columns={columns} rows={data} idOf={({ id }) => id} />}
      </StateView>
      {hasPasskeys() && <AddPasskey />}
    </Section>
  )
}

function AddPasskey() {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const add = async () => {
    const response = await makePasskey((await beginPasskey()).data)
    await addPasskey({ name, response })
    setName('')
    await queries.invalidateQueries({ queryKey: getListPasskeysQueryKey() })
  }
  return (
    <ActionForm submit={t`Add a passkey`} onSubmit={add}>
      <TextInput
        label={t`Name of the device`}
        required
        maxLength={100}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </ActionForm>
  )
}

function useColumns(): Column<Passkey>[] {
  const { t } = useLingui()
  return [
    { id: 'name', header: t`Device`, cell: ({ name }) => name ?? '–' },
    { id: 'added', header: t`Added`, cell: ({ created_at }) => <Time at={created_at} /> },
    { id: 'remove', header: t`Validity`, cell: (passkey) => <Remove passkey={passkey} /> },
  ]
}

function Remove({ passkey: { id, name } }: { passkey: Passkey }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const called = name ?? id
  return (
    <ConfirmButton
      size="xs"
      label={t`Remove`}
      title={t`Remove the passkey ${called}?`}
      text={t`That device can no longer sign in with it.`}
      onConfirm={async () => {
        await removePasskey(id)
        await queries.invalidateQueries({ queryKey: getListPasskeysQueryKey() })
      }}
    />
  )
}
