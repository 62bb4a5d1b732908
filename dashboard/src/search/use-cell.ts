import type { SharedSearch } from './read-search.ts'
import { useChangeSearch, useSharedSearch } from './use-search.ts'

/** The number that is opened, as the address has it: what names it to the page. */
export function useCell<T>(): {
  readonly cell: T | null
  readonly open: (cell: T) => void
  readonly close: () => void
} {
  const { cell } = useSharedSearch()
  const change = useChangeSearch<SharedSearch>()
  return {
    cell: parse(cell),
    open: (chosen) => change({ cell: JSON.stringify(chosen) }),
    close: () => change({ cell: undefined }),
  }
}

/** An address may hold anything. */
function parse<T>(text: string | undefined): T | null {
  if (text === undefined) return null
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as T) : null
  } catch {
    return null
  }
}
