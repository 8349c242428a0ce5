import { Trans, useLingui } from '@lingui/react/macro'
import { QueryClientProvider } from '@tanstack/react-query'
import { MapPinOff } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { EmptyState, LinkButton, SkeletonRows } from '../components'
import { activate, Language } from '../i18n'
import { type AppError, useCommand } from '../platform'
import { ErrorBoundary } from './ErrorBoundary'
import { Frame } from './Frame'
import { FullPageError } from './FullPageState'
import { Page } from './Page'
import { createQueryClient } from './queryClient'
import { hrefTo, Router, type Screen, useRoute } from './router'
import { useScreenNames } from './Sidebar'
import { applyTheme, toTheme } from './theme'
import { focusTitle, keepFocus } from './titleFocus'
import { useRefresh } from './useRefresh'
import { useShortcuts } from './useShortcuts'
import { useWorkspace } from './useWorkspace'

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

const Start = lazy(() => import('../features/start'))
const Palette = lazy(async () => ({ default: (await import('../features/palette')).Palette }))

let lastPlace: string | null = null

/** Moves the focus to the new page's title after each step, but not at the start. Stands beside the page, so that it waits for it. */
function TitleFocus({ place }: { place: string }) {
  useEffect(() => {
    if (lastPlace !== null && lastPlace !== place) {
      focusTitle()
    }
    lastPlace = place
  }, [place])
  return null
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
  const place = route ? [route.screen, ...route.path].join('/') : ''
  useEffect(() => {
    // The first place counts as soon as it is asked for: one may leave it before its screen has loaded.
    lastPlace ??= place
  }, [place])
  if (!route) {
    return (
      <Frame screen={null}>
        <NotFound />
        <TitleFocus place={place} />
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
          <TitleFocus place={place} />
        </Suspense>
      </ErrorBoundary>
    </Frame>
  )
}

const firstAnswer = 200

/** True for `ms` milliseconds after the first drawing. */
function useBriefly(ms: number): boolean {
  const [is, setIs] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setIs(false), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return is
}

function Shell({ refused }: { refused: AppError | null }) {
  useRefresh()
  useShortcuts()
  useEffect(keepFocus, [])
  const workspace = useWorkspace()
  const route = useRoute()
  const isPatient = useBriefly(firstAnswer)
  const settings = useCommand('settings.get', {})
  const theme = settings.data?.theme
  const language = settings.data?.language
  useEffect(() => {
    if (theme) applyTheme(toTheme(theme))
  }, [theme])
  useEffect(() => {
    if (language) activate(language)
  }, [language])
  if (refused) return <FullPageError error={refused} />
  if (settings.error && !settings.data) return <FullPageError error={settings.error} />
  // The frame waits a moment for the first answer, so that a first start does not flash an empty Overview.
  if (workspace.isPending && isPatient) return null
  // Setting up begins with adding a directory, and may need the place of secrets first.
  const isSettingUp =
    (route?.screen === 'connections' && route.path.length > 0) || route?.screen === 'settings'
  if (workspace.data && !workspace.data.workspace.configured && !isSettingUp) {
    return (
      <Suspense>
        <Start />
      </Suspense>
    )
  }
  return (
    <>
      <CurrentScreen />
      <Suspense>
        <Palette />
      </Suspense>
    </>
  )
}

/** The application: language, cache, routes, and the screen at the present address. */
export function App() {
  const [refused, setRefused] = useState<AppError | null>(null)
  const [client] = useState(() => createQueryClient(setRefused))
  return (
    <Language>
      <QueryClientProvider client={client}>
        <Router>
          <Shell refused={refused} />
        </Router>
      </QueryClientProvider>
    </Language>
  )
}
