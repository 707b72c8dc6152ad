import { useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { useGetInstallation } from '../../api/generated/install/install.ts'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { ClaimCard } from './claim-card.tsx'

export const page = createLazyRoute('/shell/claim')({ component: ClaimPage })

/** While the platform has not said yet which shop it is, and while a claimed one is set up, ms. */
const REFETCH_MS = 2_000

/** Merchants who installed the app at the platform come here to say whose shop it is. */
function ClaimPage() {
  const { t } = useLingui()
  const { sr_install: id } = page.useSearch()
  return (
    <Page
      title={t`Connect a shop`}
      description={t`The app was installed in a shop. Here the shop is connected to an account.`}
    >
      {id === undefined ? <NothingToClaim /> : <Installation id={id} />}
    </Page>
  )
}

function NothingToClaim() {
  const { t } = useLingui()
  const text = t`Open the app in the admin of the shop. From there you come back with the installation that is to be connected.`
  return <Notice icon="search" title={t`Which shop is it?`} text={text} />
}

function Installation({ id }: { id: string }) {
  const query = useGetInstallation(id, {
    query: { refetchInterval: ({ state }) => (isSettled(state.data?.data) ? false : REFETCH_MS) },
  })
  return <StateView query={query}>{({ data }) => <ClaimCard installation={data} />}</StateView>
}

function isSettled(installation: { domain: string | null; status: string } | undefined): boolean {
  return installation !== undefined && (installation.domain !== null || installation.status === 'expired')
}
