import { Trans, useLingui } from '@lingui/react/macro'
import type { Activity } from '../../api/generated/model/index.ts'
import type { Rows } from '../../api/rows.ts'
import { Button } from '../../parts/button.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import { Notice } from '../../parts/notice.tsx'

export interface EmptyProps {
  rows: Rows<Activity>
  isFiltered: boolean
}

/** Nothing was found: at all, or in the time that one search takes. */
export function Empty({ rows, isFiltered }: EmptyProps) {
  const { t } = useLingui()
  if (rows.hasNextPage)
    return (
      <Notice
        icon="search"
        title={t`Nothing found so far`}
        text={t`There is much to look through. The search can go on further back.`}
        action={
          <Button loading={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
            <Trans>Search further back</Trans>
          </Button>
        }
      />
    )
  if (!isFiltered)
    return (
      <Notice
        icon="empty"
        title={t`Nothing has happened yet`}
        text={t`Webhooks, pushes and syncs are shown here as soon as a shop is connected.`}
      />
    )
  return (
    <Notice
      icon="search"
      title={t`Nothing matches`}
      text={t`Change the search, or show everything.`}
      action={
        <FarLink to="/activity">
          <Trans>Show everything</Trans>
        </FarLink>
      }
    />
  )
}
