import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { RunProgressEstimate } from '../../api/generated/model/index.ts'

const MINUTE = 60
const HOUR = 3_600

/** How long the rest of a sync takes, as a range, or why nobody can say. */
export function EstimateText({ estimate }: { estimate: RunProgressEstimate }) {
  const { t, i18n } = useLingui()
  const reasons: Record<NonNullable<RunProgressEstimate['unknown_because']>, string> = {
    not_running: t`The rest cannot be estimated while the sync does not run.`,
    incremental: t`How much has changed is known only at the end, so there is no estimate.`,
    first_full: t`The platform announces no total, and this is the first full sync, so there is no estimate.`,
    confirming_deletes: t`What was not seen is being confirmed as deleted; how long that takes is not known.`,
    no_pace: t`It has just begun; an estimate follows.`,
  }
  const { from_seconds: from, to_seconds: to, unknown_because: reason } = estimate
  if (from === null || to === null) return <Text size="sm">{reason && reasons[reason]}</Text>
  const shortest = format(from, i18n.locale)
  const longest = format(to, i18n.locale)
  return <Text size="sm">{t`Rest: between ${shortest} and ${longest}`}</Text>
}

function format(seconds: number, language: string): string {
  const [value, unit] =
    seconds < 2 * MINUTE
      ? [seconds, 'second']
      : seconds < 2 * HOUR
        ? [Math.round(seconds / MINUTE), 'minute']
        : [Math.round(seconds / HOUR), 'hour']
  return new Intl.NumberFormat(language, { style: 'unit', unit: String(unit), unitDisplay: 'long' }).format(
    Number(value),
  )
}
