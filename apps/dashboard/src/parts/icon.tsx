/** Strokes on a field of 24 × 24. */
const paths = {
  activity: 'M3 12h4l3-8 4 16 3-8h4',
  alert: 'M12 4 2.5 20h19zM12 10v4M12 17v.01',
  audit: 'M6 3h9l4 4v14H6zM9 12h6M9 16h6',
  check: 'M5 13l4 4L19 7',
  cut: 'M9 7V4M15 7V4M7 7h10v4a5 5 0 0 1-10 0zM12 16v4M3 3l18 18',
  failed: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 8v5M12 16v.01',
  key: 'M15 9a5 5 0 1 0-4 4.9L13 16h3v3h3v-3l-4.1-4.1A5 5 0 0 0 15 9M8 9v.01',
  lock: 'M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3',
  menu: 'M4 7h16M4 12h16M4 17h16',
  overview: 'M4 4h7v7H4zM13 4h7v4h-7zM13 10h7v10h-7zM4 13h7v7H4z',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M3 21a6 6 0 0 1 12 0M16 4a4 4 0 0 1 0 7M17 15a6 6 0 0 1 4 6',
  preferences: 'M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4',
  privacy: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6z',
  push: 'M12 20V6M6 11l6-6 6 6',
  replay: 'M5 5v5h5M5.5 14a7 7 0 1 0 1-7L5 10',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20 20',
  shop: 'M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0M10 20v-5h4v5',
  empty: 'M4 13l3-8h10l3 8v6H4zM4 13h5a3 3 0 0 0 6 0h5',
} as const
export type IconName = keyof typeof paths

/** Beside a text that says the same; hidden from screen readers. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}
