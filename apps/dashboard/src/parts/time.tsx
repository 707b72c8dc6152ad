import { useLingui } from '@lingui/react/macro'
import { relativeTime } from './relative-time.ts'

export interface TimeProps {
  /** ISO 8601; nothing is shown for `null`. */
  at: string | null | undefined
  /** `relative`: 5 minutes ago, with the exact time as its title. Default `relative`. */
  format?: 'relative' | 'exact'
}

/** A time in the reader's language and time zone. */
export function Time({ at, format = 'relative' }: TimeProps) {
  const { i18n } = useLingui()
  if (!at) return <span>–</span>
  const date = new Date(at)
  const exact = new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(date)
  return (
    <time dateTime={at} title={exact}>
      {format === 'exact' ? exact : relativeTime(date, { now: new Date(), language: i18n.locale })}
    </time>
  )
}
