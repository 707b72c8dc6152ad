import { useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { Page } from '../../parts/page.tsx'
import { Filters } from './filters.tsx'
import { History } from './history.tsx'
import { Plan } from './plan.tsx'
import type { ReplaySearch } from './route.tsx'

export const page = createLazyRoute('/shell/replay')({ component: ReplayPage })

function ReplayPage() {
  const { t } = useLingui()
  const search: ReplaySearch = page.useSearch()
  const navigate = page.useNavigate()
  return (
    <Page
      title={t`Replay`}
      description={t`Apply stored webhooks again, for example after a fault was corrected. A rehearsal says first what would happen.`}
    >
      <Filters
        search={search}
        onChange={(change) => void navigate({ search: (old: ReplaySearch) => ({ ...old, ...change }), replace: true })}
      />
      <Plan key={JSON.stringify(search)} search={search} />
      <History />
    </Page>
  )
}
