import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { createQueryClient } from '../app/queryClient'
import { Router } from '../app/router'
import { Language } from '../i18n'

/** Renders a part of the interface with language, cache and routes around it. */
export function show(children: ReactNode) {
  return render(
    <Language>
      <QueryClientProvider client={createQueryClient(() => {})}>
        <Router>{children}</Router>
      </QueryClientProvider>
    </Language>,
  )
}
