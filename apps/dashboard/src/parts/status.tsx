import classes from './status.module.css'

export type Tone = 'good' | 'bad' | 'wait' | 'neutral'

/** A state in a word; the mark has a form of its own for each tone, so that colour is not all that differs. */
export function Status({ tone, label }: { tone: Tone; label: string }) {
  return (
    <span className={classes.status} data-tone={tone}>
      <svg viewBox="0 0 12 12" width={12} height={12} aria-hidden="true" focusable="false">
        {marks[tone]}
      </svg>
      {label}
    </span>
  )
}

const marks = {
  good: <circle cx={6} cy={6} r={5} fill="currentColor" />,
  bad: <path d="M6 0.5 11.5 11H0.5z" fill="currentColor" />,
  wait: <circle cx={6} cy={6} r={4} fill="none" stroke="currentColor" strokeWidth={2} strokeDasharray="4 2" />,
  neutral: <rect x={1} y={4.5} width={10} height={3} rx={1} fill="currentColor" />,
}
