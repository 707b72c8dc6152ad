import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { LinkButton } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'

export function Empty({ isFiltered }: { isFiltered: boolean }) {
  const { t } = useLingui()
  if (!isFiltered)
    return (
      <Notice
        icon="empty"
        title={t`No shop is connected yet`}
        text={t`Make a connect link and send it to the merchant, or connect a shop with its own credentials.`}
      />
    )
  return (
    <Notice
      icon="search"
      title={t`No shop matches`}
      text={t`Change the filters, or show all shops.`}
      action={
        <LinkButton component={Link} to="/shops" variant="default">
          <Trans>Show all</Trans>
        </LinkButton>
      }
    />
  )
}
