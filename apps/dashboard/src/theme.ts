import { type CSSVariablesResolver, createTheme } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'indigo',
  // Dark enough for white text, and light enough on a dark page: 4.5 : 1 in both themes.
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  fontFamily: '-apple-system, "Segoe UI", Roboto, system-ui, sans-serif',
  headings: { fontWeight: '650' },
  // In the colour of the alert its title would have too little contrast.
  components: { Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } } },
})

/** Mantine's own shades for these texts have less contrast than WCAG asks for. */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    '--mantine-color-anchor': colors.indigo[8],
    '--mantine-color-red-outline': colors.red[9],
    '--mantine-color-yellow-outline': '#8a5a00',
    '--mantine-color-green-outline': '#1a7f4b',
    '--mantine-color-gray-outline': colors.gray[7],
    '--mantine-color-blue-outline': colors.blue[9],
    '--mantine-color-orange-outline': '#b14a00',
    '--shopmirror-page': '#f6f7f9',
    '--shopmirror-card': '#ffffff',
    '--shopmirror-line': colors.gray[3],
    '--shopmirror-good': '#1a7f4b',
    '--shopmirror-bad': '#c92a2a',
    '--shopmirror-wait': '#8a5a00',
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[2],
    '--mantine-color-error': colors.red[4],
    '--mantine-color-anchor': colors.indigo[3],
    '--shopmirror-page': colors.dark[8],
    '--shopmirror-card': colors.dark[7],
    '--shopmirror-line': colors.dark[4],
    '--shopmirror-good': '#5ccb90',
    '--shopmirror-bad': '#ff8a80',
    '--shopmirror-wait': '#e8b44c',
  },
})
