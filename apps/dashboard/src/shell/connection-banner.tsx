import { Trans } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { apiPath } from '../api/base.ts'
import { setConnection, useConnection } from '../api/connection.ts'
import { Icon } from '../parts/icon.tsx'

/** How often a page that is cut off asks whether the server is there again, ms. */
const ASK_EVERY_MS = 3_000

/** Says that what is on the page may be old, and reads everything again once the server answers. */
export function ConnectionBanner() {
  const isCutOff = useConnection() === 'cut-off'
  useReconnect(isCutOff)
  return (
    <div role="status">
      {isCutOff && (
        <Alert color="yellow" variant="outline" icon={<Icon name="cut" />} mb="md">
          <Trans>
            No connection to the server. What you see may be out of date; it is updated once the server answers.
          </Trans>
        </Alert>
      )}
    </div>
  )
}

function useReconnect(isCutOff: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!isCutOff) return
    const timer = setInterval(async () => {
      const answer = await fetch(`${apiPath}/healthz`, { cache: 'no-store' }).catch(() => undefined)
      if (!answer?.ok) return
      setConnection('connected')
      await queries.invalidateQueries()
    }, ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isCutOff, queries])
}
