import { useSyncExternalStore } from 'react'

const NAME = 'telltale-me'
const listeners = new Set<() => void>()
let me = readStored()

/** Who looks at the pages, as they called themselves; an act says it as its author. Empty: they have not said. */
export function useMe(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => me,
  )
}

export function setMe(name: string): void {
  me = name.trim().slice(0, 200)
  try {
    localStorage.setItem(NAME, me)
  } catch {
    // It stays in memory.
  }
  for (const listener of listeners) listener()
}

function readStored(): string {
  try {
    return localStorage.getItem(NAME) ?? ''
  } catch {
    return ''
  }
}
