import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../api/generated/model/index.ts'
import { createAccount, getListAccountsQueryKey, listAccounts } from '../../api/generated/people/people.ts'
import { selectAccount } from '../../api/generated/sign-in/sign-in.ts'
import { useRows } from '../../api/rows.ts'
import { openAfresh } from '../../api/session.ts'
import { useAction } from '../../api/use-action.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { Notice } from '../../parts/notice.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { Section } from '../../parts/section.tsx'
import { Time } from '../../parts/time.tsx'

/** All accounts of the deployment, for operators. */
export function Accounts() {
  const { t } = useLingui()
  // A new one is in its place at once, not held back as rows of others are.
  const [made, setMade] = useState(0)
  const rows = useRows({ key: getListAccountsQueryKey(), read: listAccounts, query: {} })
  return (
    <Section title={t`All accounts`}>
      <NewAccount onDone={() => setMade(made + 1)} />
      <RowList
        key={made}
        label={t`All accounts`}
        rows={rows}
        idOf={({ id }) => id}
        empty={<Notice icon="empty" title={t`No account yet`} />}
        columns={[
          { id: 'name', header: t`Name`, cell: ({ name }) => name },
          { id: 'created', header: t`Created`, cell: ({ created_at }) => <Time at={created_at} /> },
          { id: 'select', header: t`Work in it`, cell: (account) => <Select account={account} /> },
        ]}
      />
    </Section>
  )
}

function NewAccount({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const create = async () => {
    await createAccount({ name })
    setName('')
    await queries.invalidateQueries({ queryKey: getListAccountsQueryKey() })
    onDone()
  }
  return (
    <ActionForm submit={t`Create an account`} onSubmit={create}>
      <TextInput
        label={t`Name of the new account`}
        required
        maxLength={100}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </ActionForm>
  )
}

function Select({ account: { id } }: { account: Account }) {
  const { t } = useLingui()
  const { run, error, isPending } = useAction(async () => {
    await selectAccount({ account_id: id })
    openAfresh('/')
  })
  return (
    <>
      <Button size="xs" variant="default" loading={isPending} onClick={() => void run()}>
        {t`Open`}
      </Button>
      {error !== undefined && <FailedText error={error} />}
    </>
  )
}
