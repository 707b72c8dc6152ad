import { useLingui } from '@lingui/react/macro'
import { Stack } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { useGetMe } from '../../api/generated/sign-in/sign-in.ts'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { useMay } from '../../shell/caller.ts'
import { Accounts } from './accounts.tsx'
import { Leave } from './leave.tsx'
import { Rename } from './rename.tsx'

export const page = createLazyRoute('/shell/account')({ component: AccountPage })

function AccountPage() {
  const { t } = useLingui()
  const may = useMay()
  const me = useGetMe()
  return (
    <Page title={t`Account`} description={t`The account that you work in.`}>
      <Stack gap="xl">
        <StateView
          query={me}
          isEmpty={({ data }) => data.account === null}
          empty={<Notice icon="people" title={t`No account`} text={t`Ask somebody to invite you into theirs.`} />}
        >
          {({ data: { account, accounts } }) =>
            account && (
              <Stack gap="xl">
                {may('own') && <Rename key={account.id} name={account.name} />}
                {accounts.some(({ id }) => id === account.id) && <Leave name={account.name} />}
              </Stack>
            )
          }
        </StateView>
        {may('operator') && <Accounts />}
      </Stack>
    </Page>
  )
}
