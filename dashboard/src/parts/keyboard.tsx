import { useEffect, useState } from 'react'
import { Dialog } from './dialog.tsx'
import { CheckField } from './fields.tsx'
import { isTyping, setLetterKeys, useLetterKeys } from './letter-keys.ts'

type Line = readonly [keys: readonly string[], does: string]

const ANYWHERE: readonly Line[] = [
  [['⌘K', 'Ctrl K'], 'jump to an account, a signal, a metric or a page'],
  [['?'], 'this list'],
  [['Esc'], 'close what is open'],
]
const ON_TODAY: readonly Line[] = [
  [['J', 'K'], 'down and up the list'],
  [['E', 'S', 'X'], 'done, snooze, dismiss'],
  [['Enter'], 'open the account'],
]
const ON_ACCOUNT: readonly Line[] = [
  [['←', '→'], 'a day back or on, where the day has the focus'],
  [['Shift ←', 'Shift →'], 'a week'],
]

/** Which keys do what, and whether those of one letter do anything. */
export function Keyboard() {
  const on = useLetterKeys()
  return (
    <>
      <Lines title="Anywhere" lines={ANYWHERE} />
      <Lines title="On Today" lines={ON_TODAY} />
      <Lines title="On the page of an account" lines={ON_ACCOUNT} />
      <CheckField label="Keys of one letter do this" checked={on} onChange={setLetterKeys} />
      <p className="max-w-[84ch] text-small text-ink-3">
        Turned off, J, K, E, S, X and ? do nothing in this browser; what they do has buttons, and this list stands in
        Settings.
      </p>
    </>
  )
}

function Lines({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <div className="mb-4 text-dense">
      <h3 className="mb-1 text-small text-ink-3">{title}</h3>
      <dl className="grid grid-cols-[9rem_minmax(0,1fr)] gap-x-3 gap-y-1">
        {lines.map(([keys, does]) => (
          <div key={does} className="contents">
            <dt className="font-medium">{keys.join(', ')}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** Opened from anywhere by a question mark. */
export function KeyboardHelp() {
  const [isOpen, setOpen] = useState(false)
  const on = useLetterKeys()
  useEffect(() => {
    if (!on) return
    const press = (event: KeyboardEvent) => {
      if (event.key !== '?' || event.ctrlKey || event.metaKey || isTyping(event.target)) return
      event.preventDefault()
      setOpen(true)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [on])
  if (!isOpen) return null
  return (
    <Dialog title="Keyboard" name="Keyboard" onClose={() => setOpen(false)}>
      <Keyboard />
    </Dialog>
  )
}
