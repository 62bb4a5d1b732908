import type { TaskRequest, TaskResult, TaskRow } from '@contract/worklist.ts'
import { type FormEvent, useState } from 'react'
import { isApiFailure, needsKey } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { NoteField, TextField } from '../../parts/fields.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { setMe, useMe } from '../../parts/me.ts'
import { dayNumber, dayText } from '../../words/days.ts'
import { formatLongDay } from '../../words/format.ts'

export type ActKind = 'done' | 'snoozed' | 'dismissed'

type ActDialogProps = {
  kind: ActKind
  task: TaskRow
  today: string
  /** Whose list it is: who acts, unless they called themselves otherwise. */
  by: string
  onAct: (request: TaskRequest) => Promise<void>
  onClose: () => void
}

const TITLES = { done: 'Done', snoozed: 'Snooze', dismissed: 'Dismiss' } as const
const SAYS = {
  done: 'It is due again when its time has passed.',
  snoozed: 'It comes back on that day.',
  dismissed: 'Its reasons do not come back; new ones do.',
} as const

/** What was done about a task, and what came of it: once noted, it leaves the list and can be taken back. */
export function ActDialog({ kind, task, today, by, onAct, onClose }: ActDialogProps) {
  const signedIn = useSession()?.user?.name
  const form = useActForm(kind, today, signedIn ?? by)
  const [failed, setFailed] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    const request = form.request()
    if (request === null || busy) return
    setBusy(true)
    setFailed(null)
    if (signedIn === undefined) setMe(form.by)
    try {
      await onAct(request)
      onClose()
    } catch (error) {
      setFailed(error)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={`${TITLES[kind]}: ${task.name.slice(0, 200)}`}
      name={`${TITLES[kind]}: ${task.name.slice(0, 80)}`}
      onClose={onClose}
    >
      {needsKey(failed) && <KeyForm what="Not noted yet." scope="admin" onUsed={() => void send()} />}
      {failed !== null && !needsKey(failed) && (
        <p role="alert" className="mb-3 text-risk">
          Not noted: {isApiFailure(failed) ? failed.detail : 'the page met a fault of its own.'}
        </p>
      )}
      <form onSubmit={(event) => void send(event)}>
        <p className="mb-3 text-dense text-ink-2">
          {task.action}. {SAYS[kind]}
        </p>
        {kind === 'done' && <Results value={form.result} onChange={form.setResult} />}
        {kind === 'snoozed' && <Until today={today} value={form.until} onChange={form.setUntil} />}
        <NoteField
          label={kind === 'done' ? 'Note, if any' : 'Why'}
          value={form.note}
          onChange={form.setNote}
          required={kind !== 'done'}
        />
        {signedIn === undefined && <TextField label="Your name" value={form.by} onChange={form.setBy} required />}
        <FormButtons does={TITLES[kind]} disabled={form.request() === null || busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}

function useActForm(kind: ActKind, today: string, assignee: string) {
  const me = useMe() || assignee
  const [by, setBy] = useState(me)
  const [note, setNote] = useState('')
  const [result, setResult] = useState<TaskResult>('contacted')
  const [until, setUntil] = useState(dayText(dayNumber(today) + 1))
  const request = (): TaskRequest | null => {
    const [who, why] = [by.trim(), note.trim()]
    if (who === '' || (kind !== 'done' && why === '') || (kind === 'snoozed' && until <= today)) return null
    switch (kind) {
      case 'done':
        return { what: 'done', by: who, result, note: why }
      case 'snoozed':
        return { what: 'snoozed', by: who, until, reason: why }
      case 'dismissed':
        return { what: 'dismissed', by: who, reason: why }
    }
  }
  return { by, setBy, note, setNote, result, setResult, until, setUntil, request }
}

const RESULTS: readonly (readonly [TaskResult, string])[] = [
  ['solved', 'Solved'],
  ['contacted', 'Talked to them'],
  ['no answer', 'No answer'],
  ['not needed', 'It was not needed'],
]

function Results({ value, onChange }: { value: TaskResult; onChange: (result: TaskResult) => void }) {
  return (
    <fieldset className="mb-3">
      <legend className="mb-1 text-small text-ink-3">What came of it</legend>
      <div className="grid grid-cols-2 gap-x-4">
        {RESULTS.map(([one, said]) => (
          <label key={one} className="flex h-10 items-center gap-2 desk:h-7">
            <input
              type="radio"
              name="result"
              checked={one === value}
              onChange={() => onChange(one)}
              className="size-4 accent-(--sea)"
            />
            {said}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

const AHEAD = [
  [1, 'Tomorrow'],
  [3, '3 days'],
  [7, 'A week'],
  [30, '30 days'],
] as const

function Until({ today, value, onChange }: { today: string; value: string; onChange: (day: string) => void }) {
  return (
    <>
      <div className="mb-2 flex flex-wrap gap-1.5">
        {AHEAD.map(([days, said]) => {
          const day = dayText(dayNumber(today) + days)
          return (
            <Button
              key={days}
              aria-pressed={day === value}
              onClick={() => onChange(day)}
              className={day === value ? '!bg-mist-2' : ''}
            >
              {said}
            </Button>
          )
        })}
      </div>
      <TextField
        label="Until"
        type="date"
        value={value}
        min={dayText(dayNumber(today) + 1)}
        onChange={onChange}
        hint={/^\d{4}-\d{2}-\d{2}$/.test(value) ? formatLongDay(value) : ''}
      />
    </>
  )
}
