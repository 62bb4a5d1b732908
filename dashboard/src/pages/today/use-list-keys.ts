import type { TaskRow } from '@contract/worklist.ts'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { isTyping, useLetterKeys } from '../../parts/letter-keys.ts'
import type { ActKind } from './act-dialog.tsx'

type ListKeys = {
  tasks: readonly TaskRow[]
  here: TaskRow | undefined
  choose: (task: TaskRow) => void
  act: (kind: ActKind, task: TaskRow) => void
  /** A dialog has the keys. */
  isActing: boolean
  /** Reads on, where somebody comes to the end of what was read; null: that is all. */
  more: (() => void) | null
}

/** j and k move through the list, e is done, s snoozes, x dismisses, unless keys of one letter are turned off; Enter opens the account. */
export function useListKeys(list: ListKeys): void {
  const navigate = useNavigate()
  const letters = useLetterKeys()
  const now = useRef(list)
  now.current = list
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { tasks, here, choose, act, isActing, more } = now.current
      if (isActing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const at = here === undefined ? -1 : tasks.indexOf(here)
      const letter = letters ? event.key : ''
      const next = letter === 'j' ? tasks[at + 1] : letter === 'k' ? tasks[at - 1] : undefined
      if (letter === 'j' && at + AHEAD >= tasks.length) more?.()
      if (next !== undefined) {
        event.preventDefault()
        choose(next)
        requestAnimationFrame(() =>
          document.querySelector('tr[aria-current=true]')?.scrollIntoView({ block: 'nearest' }),
        )
      }
      if (here === undefined) return
      const kind = ACTS[letter]
      if (kind !== undefined) {
        event.preventDefault()
        act(kind, here)
      }
      if (event.key === 'Enter' && !isControl(event.target))
        void navigate({ to: '/accounts/$key', params: { key: here.account } })
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [navigate, letters])
}

/** So many before the end it is read on. */
const AHEAD = 10

const ACTS: Readonly<Record<string, ActKind>> = { e: 'done', s: 'snoozed', x: 'dismissed' }

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, summary') !== null
}
