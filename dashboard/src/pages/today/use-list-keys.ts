import type { TaskRow } from '@contract/worklist.ts'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ActKind } from './act-dialog.tsx'

type ListKeys = {
  tasks: readonly TaskRow[]
  here: TaskRow | undefined
  choose: (task: TaskRow) => void
  act: (kind: ActKind, task: TaskRow) => void
  /** A dialog has the keys. */
  isActing: boolean
}

/** j and k move through the list, e is done, s snoozes, x dismisses, Enter opens the account. Whoever types into a field types. */
export function useListKeys(list: ListKeys): void {
  const navigate = useNavigate()
  const now = useRef(list)
  now.current = list
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { tasks, here, choose, act, isActing } = now.current
      if (isActing || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const at = here === undefined ? -1 : tasks.indexOf(here)
      const next = event.key === 'j' ? tasks[at + 1] : event.key === 'k' ? tasks[at - 1] : undefined
      if (next !== undefined) {
        event.preventDefault()
        choose(next)
        requestAnimationFrame(() =>
          document.querySelector('tr[aria-current=true]')?.scrollIntoView({ block: 'nearest' }),
        )
      }
      if (here === undefined) return
      const kind = ACTS[event.key]
      if (kind !== undefined) {
        event.preventDefault()
        act(kind, here)
      }
      if (event.key === 'Enter' && !isControl(event.target))
        void navigate({ to: '/accounts/$key', params: { key: here.account } })
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [navigate])
}

const ACTS: Readonly<Record<string, ActKind>> = { e: 'done', s: 'snoozed', x: 'dismissed' }

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, summary') !== null
}
