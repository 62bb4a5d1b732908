import './app.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isRefused } from './api/client.ts'
import { keepFocus } from './parts/keep-focus.ts'
import { applyTheme } from './parts/theme.ts'
import { router } from './router.tsx'

applyTheme()
keepFocus()
const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The server may be this machine's own, which answers without any network.
      networkMode: 'always',
      retry: (failed, error) => failed < 1 && !isRefused(error),
      staleTime: 15_000,
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: 'always' },
  },
})
const root = document.getElementById('root')
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
