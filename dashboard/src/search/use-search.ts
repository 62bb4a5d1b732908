import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { dropEmpty, type SharedSearch } from './read-search.ts'

/** Puts a part of the page's state into its address; undefined takes it out. */
export function useChangeSearch<S extends object>(): (part: { [K in keyof S]?: S[K] | undefined }) => void {
  const navigate = useNavigate()
  return useCallback(
    (part) =>
      void navigate({
        to: '.',
        search: ((before: object) => dropEmpty({ ...before, ...part })) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
}

/** What of the address every page shares. */
export function useSharedSearch(): SharedSearch {
  return useSearch({ strict: false }) as SharedSearch
}
