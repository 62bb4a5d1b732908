import { type RefObject, useLayoutEffect, useRef } from 'react'
import { FIRST_FIELD } from './find-next-place.ts'

/** Shows a dialog over the page for as long as it is drawn. The browser keeps the focus inside, and gives it back to where it was; whoever is to fill in a form begins at its first field. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const host = useRef<HTMLDialogElement>(null)
  // Closed while it still stands on the page: once it is gone the browser no longer gives the focus back.
  useLayoutEffect(() => {
    const element = host.current
    element?.showModal()
    element?.querySelector<HTMLElement>(FIRST_FIELD)?.focus()
    return () => element?.close()
  }, [])
  return host
}
