import { useLingui } from '@lingui/react/macro'
import { Stack } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { useGetMe } from '../../api/generated/sign-in/sign-in.ts'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Passkeys } from './passkeys.tsx'
import { Password } from './password.tsx'
import { Person } from './person.tsx'
import { Provider } from './provider.tsx'
import { Sessions } from './sessions.tsx'

export const page = createLazyRoute('/shell/profile')({ component: ProfilePage })

function ProfilePage() {
  const { t } = useLingui()
  const { failed } = page.useSearch()
  const me = useGetMe()
  return (
    <Page title={t`Profile`} description={t`Your name and language, and how you sign in.`}>
      <StateView
        query={me}
        isEmpty={({ data }) => data.kind === 'key'}
        empty={<Notice icon="lock" title={t`Only for people`} text={t`An API key has no profile.`} />}
      >
        {({ data }) => (
          <Stack gap="xl">
            <Person me={data} />
            <Sessions />
            <Passkeys />
            <Provider hasFailed={failed === 'oidc'} />
            <Password email={data.email ?? ''} />
          </Stack>
        )}
      </StateView>
    </Page>
  )
}
