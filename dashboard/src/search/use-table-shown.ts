import type { SharedSearch } from './read-search.ts'
import { useChangeSearch, useSharedSearch } from './use-search.ts'

/** Whether a part of the page is shown as its table, which the address says by the name of the part. */
export function useTableShown(id: string): readonly [asTable: boolean, setAsTable: (asTable: boolean) => void] {
  const { table } = useSharedSearch()
  const change = useChangeSearch<SharedSearch>()
  return [table === id, (asTable) => change({ table: asTable ? id : undefined })]
}
