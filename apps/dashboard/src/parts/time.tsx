import { relativeTime } from './relative-time.ts'
import { useLocale } from './use-locale.ts'
import { useNow } from './use-now.ts'

export interface TimeProps {
  /** ISO 8601; nothing is shown for `null`. */
  at: string | null | undefined
  /** `relative`: 5 minutes ago, with the exact time as its title. Default `relative`. */
  format?: 'relative' | 'exact'
}

/** A time in the reader's language and time zone. */
export function Time({ at, format = 'relative' }: TimeProps) {
  const language = useLocale()
  const now = useNow()
  if (!at) return <span>–</span>
  const date = new Date(at)
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(date)
  return (
    <time dateTime={at} title={exact}>
      {format === 'exact' ? exact : relativeTime(date, { now: latest(now, date), language })}
    </time>
  )
}

/** Something that has just happened is not said to be in the future by a clock that ticks every few seconds. */
function latest(now: Date, date: Date): Date {
  const current = new Date()
  return date > now && date <= current ? current : now
}
