import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { getListKeysQueryKey, revokeKey, useListKeys } from '../../api/generated/keys/keys.ts'
import type { ApiKey } from '../../api/generated/model/index.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { useMay } from '../../shell/caller.ts'
import { NewKey } from './new-key.tsx'

export const page = createLazyRoute('/shell/keys')({ component: KeysPage })

function KeysPage() {
  const { t } = useLingui()
  const may = useMay()
  const columns = useColumns()
  const keys = useListKeys()
  return (
    <Page title={t`API keys`} description={t`With a key your own programs call the control API.`}>
      {may('manage') && <NewKey />}
      <StateView
        query={keys}
        isEmpty={({ data }) => data.length === 0}
        empty={<Notice icon="key" title={t`No keys yet`} text={t`Make one for each program that calls the API.`} />}
      >
        {({ data }) => <Table label={t`API keys`} columns={columns} rows={data} idOf={({ id }) => id} />}
      </StateView>
    </Page>
  )
}

function useColumns(): Column<ApiKey>[] {
  const { t } = useLingui()
  return [
    { id: 'name', header: t`Name`, cell: ({ name, hint }) => `${name || '–'} (…${hint})` },
    { id: 'role', header: t`Sees`, cell: ({ role }) => (role === 'operator' ? t`all accounts` : t`this account`) },
    { id: 'created', header: t`Created`, cell: ({ created_at }) => <Time at={created_at} /> },
    { id: 'used', header: t`Last used`, cell: ({ last_used_at }) => <Time at={last_used_at} /> },
    { id: 'revoke', header: t`Validity`, cell: (key) => <Validity apiKey={key} /> },
  ]
}

function Validity({ apiKey: { id, name, revoked_at } }: { apiKey: ApiKey }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  if (revoked_at)
    return (
      <Trans>
        revoked <Time at={revoked_at} />
      </Trans>
    )
  return (
    <ConfirmButton
      size="xs"
      label={t`Revoke`}
      title={t`Revoke the key ${name}?`}
      text={t`Programs that use it are refused from now on. This cannot be undone.`}
      onConfirm={async () => {
        await revokeKey(id)
        await queries.invalidateQueries({ queryKey: getListKeysQueryKey() })
      }}
    />
  )
}
