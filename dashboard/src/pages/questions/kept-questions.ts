import { useSyncExternalStore } from 'react'

/** A question on the board: who asks it, and which decision it serves. */
export type KeptQuestion = {
  readonly title: string
  readonly owner: string
  readonly decision: string
  readonly search: string
}

/** More than seven are looked at by nobody. */
export const MOST = 7
const NAME = 'telltale-questions'
const listeners = new Set<() => void>()
let kept: readonly KeptQuestion[] = readStored()

/** The board, as this browser keeps it. */
export function useKeptQuestions(): readonly KeptQuestion[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => kept,
  )
}

export function keepQuestions(next: readonly KeptQuestion[]): void {
  kept = next.slice(0, MOST)
  try {
    localStorage.setItem(NAME, JSON.stringify(kept))
  } catch {
    // They stay in memory.
  }
  for (const listener of listeners) listener()
}

/** What is stored may be anything. */
function readStored(): readonly KeptQuestion[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]')
    if (!Array.isArray(read)) return []
    return read.filter(isKept).slice(0, MOST)
  } catch {
    return []
  }
}

function isKept(one: unknown): one is KeptQuestion {
  if (typeof one !== 'object' || one === null) return false
  return ['title', 'owner', 'decision', 'search'].every(
    (name) => typeof (one as Record<string, unknown>)[name] === 'string',
  )
}
