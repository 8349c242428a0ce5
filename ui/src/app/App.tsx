import { Trans, useLingui } from '@lingui/react/macro'
import { QueryClientProvider } from '@tanstack/react-query'
import { MapPinOff } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { EmptyState, LinkButton, SkeletonRows } from '../components'
import { activate, Language } from '../i18n'
import { useCommand } from '../platform'
import { ErrorBoundary } from './ErrorBoundary'
import { Frame } from './Frame'
import { FullPageError } from './FullPageState'
import { Page } from './Page'
import { createQueryClient } from './queryClient'
import { hrefTo, Router, type Screen, useRoute } from './router'
import { useScreenNames } from './Sidebar'
import { applyTheme } from './theme'

const features: Record<Screen, ReturnType<typeof lazy>> = {
  overview: lazy(() => import('../features/overview')),
  rules: lazy(() => import('../features/rules')),
  attributes: lazy(() => import('../features/attributes')),
  people: lazy(() => import('../features/people')),
  connections: lazy(() => import('../features/connections')),
  runs: lazy(() => import('../features/runs')),
  activity: lazy(() => import('../features/activity')),
  settings: lazy(() => import('../features/settings')),
}

/** Moves a screen reader to the new page's title after each step, but not at the start. */
function useTitleFocus(where: string) {
  const last = useRef(where)
  useEffect(() => {
    if (last.current === where) return
    last.current = where
    document.querySelector<HTMLElement>('[data-page-title]')?.focus()
  }, [where])
}

function NotFound() {
  const { t } = useLingui()
  return (
    <Page title={t`Not found`}>
      <EmptyState
        icon={MapPinOff}
        title={t`This address leads nowhere`}
        action={
          <LinkButton href={hrefTo('overview')}>
            <Trans>Go to Overview</Trans>
          </LinkButton>
        }
      >
        <Trans>The link may be from another version of Rolecall.</Trans>
      </EmptyState>
    </Page>
  )
}

function CurrentScreen() {
  const route = useRoute()
  const names = useScreenNames()
  useTitleFocus(route ? [route.screen, ...route.path].join('/') : '')
  if (!route) {
    return (
      <Frame screen={null}>
        <NotFound />
      </Frame>
    )
  }
  const Feature = features[route.screen]
  const title = names[route.screen]
  const waiting = (
    <Page title={title}>
      <SkeletonRows rows={6} />
    </Page>
  )
  return (
    <Frame screen={route.screen}>
      <ErrorBoundary key={route.screen} title={title}>
        <Suspense fallback={waiting}>
          <Feature />
        </Suspense>
      </ErrorBoundary>
    </Frame>
  )
}

function Shell() {
  const settings = useCommand('settings.get', null)
  const theme = settings.data?.theme
  const language = settings.data?.language
  useEffect(() => {
    if (theme) applyTheme(theme)
  }, [theme])
  useEffect(() => {
    if (language) activate(language)
  }, [language])
  if (settings.error && !settings.data) return <FullPageError error={settings.error} />
  return <CurrentScreen />
}

/** The application: language, cache, routes, and the screen at the present address. */
export function App() {
  const [client] = useState(createQueryClient)
  return (
    <Language>
      <QueryClientProvider client={client}>
        <Router>
          <Shell />
        </Router>
      </QueryClientProvider>
    </Language>
  )
}
