import { useLingui } from '@lingui/react/macro'
import { Stack } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { Page } from '../../parts/page.tsx'
import { useMay } from '../../shell/caller.ts'
import { Invitations } from './invitations.tsx'
import { Members } from './members.tsx'

export const page = createLazyRoute('/shell/people')({ component: PeoplePage })

function PeoplePage() {
  const { t } = useLingui()
  const may = useMay()
  return (
    <Page title={t`People`} description={t`Who works in this account, and what they may do.`}>
      <Stack gap="xl">
        <Members />
        {may('manage') && <Invitations />}
      </Stack>
    </Page>
  )
}
