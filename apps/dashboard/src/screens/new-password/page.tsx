import { useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { PlainPage } from '../../parts/plain-page.tsx'
import { useLinkToken } from '../../parts/use-link-token.ts'
import { Choose } from './choose.tsx'
import { Request } from './request.tsx'

export const page = createLazyRoute('/new-password')({ component: NewPasswordPage })

/** With the token of a mailed link a new password is chosen; without one a link is asked for. */
function NewPasswordPage() {
  const { t } = useLingui()
  const token = useLinkToken()
  return <PlainPage title={t`New password`}>{token === '' ? <Request /> : <Choose token={token} />}</PlainPage>
}
