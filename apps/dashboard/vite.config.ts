import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { dropUnusedStyles } from './unused-styles.ts'

/** The api that `vite` asks while the page is being worked on. */
const API_URL = process.env.API_URL ?? 'http://127.0.0.1:3000'

export default defineConfig(({ command }) => ({
  // Relative, because the path of PUBLIC_URL is known only when the page is served.
  base: command === 'build' ? './' : '/dashboard/',
  plugins: [
    react(),
    lingui({ cwd: import.meta.dirname, macroTransform: true, failOnCompileError: true }),
    dropUnusedStyles(),
  ],
  // The api puts a new one into each answer in the place of this word.
  html: { cspNonce: 'NONCE_OF_THE_ANSWER' },
  build: {
    target: 'es2024',
    // These know light-dark(); what replaces it for older ones does not follow the theme that somebody chose.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    manifest: true,
    // Data addresses would need their own permission in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_000,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': API_URL } },
}))
