import type { SharedSearch } from './read-search.ts'
import { useChangeSearch, useSharedSearch } from './use-search.ts'

/** Whether a dialog, or the rest of a list, is open on this page, as the address has it by its name. */
export function useOpened(name: string): readonly [isOpen: boolean, setOpen: (isOpen: boolean) => void] {
  const { open = '' } = useSharedSearch()
  const change = useChangeSearch<SharedSearch>()
  return [
    open.split(',').includes(name),
    (isOpen) => change({ open: [...closed(open, name), ...(isOpen ? [name] : [])].join(',') }),
  ]
}

/** The others that are open. */
export function closed(open: string, name: string): readonly string[] {
  return open.split(',').filter((one) => one !== '' && one !== name)
}
