import { useLingui } from '@lingui/react/macro'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'
import { FailedNotice } from '../parts/failed-notice.tsx'
import { Page } from '../parts/page.tsx'

/** Instead of a screen that could not be loaded or drawn. */
export function FailedPage({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui()
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Page title={t`Something went wrong`}>
      <FailedNotice error={error} onRetry={again} />
    </Page>
  )
}
