import { Trans, useLingui } from '@lingui/react/macro'
import { basePath } from '../api/base.ts'
import { ApiProblem, Unreachable } from '../api/problem.ts'
import { Button, LinkButton } from './button.tsx'
import { Notice } from './notice.tsx'

export interface FailedNoticeProps {
  error: unknown
  onRetry?: (() => void) | undefined
}

/** An error instead of content: not signed in, not allowed, not found, not reachable, or failed. */
export function FailedNotice({ error, onRetry }: FailedNoticeProps) {
  const { t } = useLingui()
  if (error instanceof Unreachable)
    return (
      <Notice
        icon="cut"
        title={t`The server does not answer`}
        text={t`Your network may be down, or the server is being restarted.`}
        action={<Retry onRetry={onRetry} />}
      />
    )
  if (!(error instanceof ApiProblem))
    return (
      <Notice
        icon="failed"
        title={t`The page has a fault`}
        text={error instanceof Error ? error.message : String(error)}
        action={<Retry onRetry={onRetry} />}
      />
    )
  return <ProblemNotice problem={error} onRetry={onRetry} />
}

function ProblemNotice({ problem, onRetry }: { problem: ApiProblem; onRetry: FailedNoticeProps['onRetry'] }) {
  const { title, detail, status } = problem.document
  if (status === 401) return <SignInNotice />
  if (status === 403) return <Notice icon="lock" title={title} text={detail} />
  if (status === 404) return <Notice icon="search" title={title} text={detail} />
  return <Notice icon="failed" title={title} text={detail} action={<Retry onRetry={onRetry} />} />
}

function SignInNotice() {
  const { t } = useLingui()
  const here = `${location.pathname.slice(basePath.length)}${location.search}`
  return (
    <Notice
      icon="lock"
      title={t`You are not signed in`}
      text={t`After you sign in you come back here.`}
      action={
        <LinkButton component="a" href={`${basePath}/sign-in?${new URLSearchParams({ next: here })}`}>
          <Trans>Sign in</Trans>
        </LinkButton>
      }
    />
  )
}

function Retry({ onRetry }: { onRetry: FailedNoticeProps['onRetry'] }) {
  if (!onRetry) return null
  return (
    <Button variant="default" onClick={onRetry}>
      <Trans>Try again</Trans>
    </Button>
  )
}
