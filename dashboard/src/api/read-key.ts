import { useSyncExternalStore } from 'react'

const NAME = 'telltale-read-key'
const listeners = new Set<() => void>()
/** Where storage is forbidden, the key lasts as long as the page. */
let held: string | null = readStored()

/** The read key that requests carry; null: none. It is kept for as long as this tab is open. */
export function readKey(): string | null {
  return held
}

export function setReadKey(key: string): void {
  held = key
  try {
    sessionStorage.setItem(NAME, key)
  } catch {
    // It stays in memory.
  }
  for (const listener of listeners) listener()
}

export function useReadKey(): string | null {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, readKey)
}

function readStored(): string | null {
  try {
    return sessionStorage.getItem(NAME)
  } catch {
    return null
  }
}
