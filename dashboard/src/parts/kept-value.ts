import { useSyncExternalStore } from 'react'

/** A word that this browser keeps, empty until it is said; where storage is forbidden it lasts as long as the page. */
export function keptValue(name: string): { readonly use: () => string; readonly set: (value: string) => void } {
  const listeners = new Set<() => void>()
  let value = readStored(name)
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    use: () => useSyncExternalStore(subscribe, () => value),
    set: (next) => {
      value = next
      try {
        localStorage.setItem(name, next)
      } catch {
        // It stays in memory.
      }
      for (const listener of listeners) listener()
    },
  }
}

function readStored(name: string): string {
  try {
    return localStorage.getItem(name) ?? ''
  } catch {
    return ''
  }
}
