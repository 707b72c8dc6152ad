import { Trans } from '@lingui/react/macro'
import { Alert, Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FailedNotice } from './failed-notice.tsx'
import { Time } from './time.tsx'

type Query<Data> = Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch' | 'dataUpdatedAt'>

export interface StateViewProps<Data> {
  query: Query<Data>
  /** Shown when `isEmpty` says so. */
  empty?: ReactNode
  isEmpty?: (data: Data) => boolean
  /** Shown instead of everything: what has to be set up first. */
  notConfigured?: ReactNode
  children: (data: Data) => ReactNode
}

/**
 * The states of everything that is read: being loaded, failed (not signed in, not allowed, not found), not configured,
 * empty, there, and there but old, because reading it again failed.
 */
export function StateView<Data>({ query, empty, isEmpty, notConfigured, children }: StateViewProps<Data>) {
  if (notConfigured) return notConfigured
  const { data, error, refetch, dataUpdatedAt } = query
  if (data === undefined) return error ? <FailedNotice error={error} onRetry={() => void refetch()} /> : <Loading />
  return (
    <Stack gap="md">
      {error && <Stale since={dataUpdatedAt} />}
      {empty !== undefined && isEmpty?.(data) ? empty : children(data)}
    </Stack>
  )
}

/** While something is being loaded. */
export function Loading() {
  return (
    <Stack gap="xs" aria-busy="true">
      {[100, 90, 95, 80].map((width) => (
        <Skeleton key={width} height={28} width={`${width}%`} />
      ))}
    </Stack>
  )
}

/** `since` as of `Date.now()`. */
function Stale({ since }: { since: number }) {
  return (
    <Alert color="yellow" variant="outline" role="status">
      <Trans>
        This could not be read again. It is as of <Time at={new Date(since).toISOString()} />.
      </Trans>
    </Alert>
  )
}
