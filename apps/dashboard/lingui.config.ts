import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

/** Each screen has a catalog of its own, which is loaded with it; `shell`, `parts` and `texts` share one. */
export default defineConfig({
  locales: ['en', 'hu', 'de'],
  sourceLocale: 'en',
  catalogs: [
    { path: '<rootDir>/src/screens/{name}/locales/{locale}', include: ['<rootDir>/src/screens/{name}/'] },
    {
      path: '<rootDir>/src/texts/locales/{locale}',
      include: ['<rootDir>/src'],
      exclude: ['<rootDir>/src/screens/**', '<rootDir>/src/api/generated/**'],
    },
  ],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'message',
})
