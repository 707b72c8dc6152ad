import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
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
        <Button component={Link} to="/shops" variant="default">
          <Trans>Show all</Trans>
        </Button>
      }
    />
  )
}
