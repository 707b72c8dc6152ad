const units = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
] as const

/** Such as `5 minutes ago` or `in 2 hours`, in the largest unit of which there is at least one. */
export function relativeTime(date: Date, { now, language }: { now: Date; language: string }): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  let amount = Math.round((date.getTime() - now.getTime()) / 1_000)
  for (const [unit, perNext] of units) {
    if (Math.abs(amount) < perNext) return format.format(amount, unit)
    amount = Math.trunc(amount / perNext)
  }
  return format.format(amount, 'year')
}
