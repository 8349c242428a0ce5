import { lingui } from '@lingui/vite-plugin'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import babel from '@rolldown/plugin-babel'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { locales } from './src/i18n/locales.ts'

export default defineConfig({
  // Relative, so that the same files work from Tauri's protocol and from the loopback address.
  base: './',
  plugins: [
    { ...optimizeLocales.vite({ locales: locales.map((l) => l.region) }), enforce: 'pre' },
    react(),
    babel({ plugins: ['@lingui/babel-plugin-lingui-macro'], include: /\/src\/.*\.tsx?$/ }),
    lingui(),
  ],
  build: {
    target: 'safari16',
    // The page's policy forbids data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    strictPort: true,
    // `vite dev` beside `rolecallctl serve`: the page talks to the real engine.
    proxy: { '/api': { target: process.env.ROLECALL_ADDRESS ?? 'http://127.0.0.1:4600' } },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 20_000,
  },
})
