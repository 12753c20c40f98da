import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api.ts'
import { Toasts } from './kit/toast.tsx'
import { Tips } from './kit/tooltip.tsx'
import { makeRouter } from './shell/routes.tsx'
import './styles.css'

/** A session that ended sends to the sign-in, which brings back to this very address. */
const onError = (error: unknown) => {
  if (!(error instanceof ApiError) || error.status !== 401 || location.pathname === '/sign-in') return
  void router.navigate({ to: '/sign-in', search: { next: location.pathname + location.search }, replace: true })
}

const client = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})
const router = makeRouter(client)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Tips>
        <Toasts>
          <RouterProvider router={router} />
        </Toasts>
      </Tips>
    </QueryClientProvider>
  </StrictMode>,
)
