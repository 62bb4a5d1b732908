import { readCell } from './read-cell.ts'
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
    cell: readCell(cell) as T | null,
    open: (chosen) => change({ cell: JSON.stringify(chosen) }),
    close: () => change({ cell: undefined }),
  }
}
