import '@fontsource-variable/inter/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { FullPageError } from './app/FullPageState'
import { applyRememberedTheme } from './app/theme'
import { activate, Language } from './i18n'
import { open, toAppError } from './platform'

async function start() {
  applyRememberedTheme()
  const place = document.getElementById('root')
  if (!place) return
  const root = createRoot(place)
  await activate('system')
  try {
    await open()
  } catch (thrown) {
    root.render(
      <Language>
        <FullPageError error={toAppError(thrown)} />
      </Language>,
    )
    return
  }
  root.render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

start()
