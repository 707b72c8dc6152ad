import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './global.css'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { nonce } from './api/base.ts'
import { queryClient } from './api/query-client.ts'
import { router } from './router.tsx'
import { focusHeadings } from './shell/focus-heading.ts'
import { keepFocus } from './shell/keep-focus.ts'
import { reloadAfterUpdate } from './shell/reload-after-update.ts'
import { preferredLanguage, setLanguage } from './texts/texts.ts'
import { theme, variables } from './theme.ts'

// Dialogs stop the page behind them from scrolling by a style of their own, which takes its nonce from here (`get-nonce`).
Object.assign(globalThis, { __webpack_nonce__: nonce })
reloadAfterUpdate()
focusHeadings(router)
keepFocus()
await setLanguage(preferredLanguage())

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root.')
createRoot(place).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <Notifications position="bottom-right" />
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  </StrictMode>,
)
