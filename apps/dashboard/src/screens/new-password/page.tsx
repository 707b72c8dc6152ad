import { useLingui } from '@lingui/react/macro'
import { createLazyRoute, useRouterState } from '@tanstack/react-router'
import { PlainPage } from '../../parts/plain-page.tsx'
import { Choose } from './choose.tsx'
import { Request } from './request.tsx'

export const page = createLazyRoute('/new-password')({ component: NewPasswordPage })

/** With the token of a mailed link a new password is chosen; without one a link is asked for. */
function NewPasswordPage() {
  const { t } = useLingui()
  // A link that is pasted over this page's own address changes nothing but this.
  const token = useRouterState({ select: ({ location }) => location.hash })
  return <PlainPage title={t`New password`}>{token === '' ? <Request /> : <Choose token={token} />}</PlainPage>
}
