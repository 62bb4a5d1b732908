import type { AccountDetail } from '@contract/account.ts'
import type { Pulse, PulseColour } from '@contract/pulse.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { needsKey } from '../../api/client.ts'
import { postApi } from '../../api/post.ts'
import { useIsViewer, useSession } from '../../api/session.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Choice, NoteField, TextField } from '../../parts/fields.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { setMe, useMe } from '../../parts/me.ts'
import { Section } from '../../parts/section.tsx'
import { useSend } from '../../parts/use-send.ts'
import { useOpened } from '../../search/use-opened.ts'
import { dayNumber, dayText } from '../../words/days.ts'
import { formatDay } from '../../words/format.ts'

const LOOKS: Readonly<Record<PulseColour, { icon: IconName; text: string; word: string }>> = {
  green: { icon: 'check', text: 'text-well', word: 'green' },
  yellow: { icon: 'warn', text: 'text-watch', word: 'yellow' },
  red: { icon: 'down', text: 'text-risk', word: 'red' },
}
const COLOURS = (['green', 'yellow', 'red'] as const).map((one) => [one, one] as const)
const HOLDS_DAYS = 90

/** What somebody who knows the account thinks of it, and up to when. It is in no score. */
export function PulseNote({ account, today }: { account: AccountDetail; today: string }) {
  const { pulse } = account
  const isViewer = useIsViewer()
  const [isOpen, setOpen] = useOpened('say')
  const mayChange = account.asOf === account.latest && !isViewer
  return (
    <Section
      title="What we think of it"
      right={mayChange ? <Button onClick={() => setOpen(true)}>{pulse === null ? 'Say it…' : 'Change…'}</Button> : null}
    >
      {pulse === null ? (
        <p className="text-dense text-ink-2">Nobody has said. It stands beside the scores, and is in none of them.</p>
      ) : (
        <Said pulse={pulse} near={account.asOf} />
      )}
      {isOpen && <PulseDialog account={account} today={today} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function Said({ pulse: { colour, note, by, at, until }, near }: { pulse: Pulse; near: string }) {
  const { icon, text, word } = LOOKS[colour]
  return (
    <>
      <p className={`flex items-center gap-1.5 font-medium ${text}`}>
        <Icon name={icon} /> {word}
      </p>
      {note !== '' && <p className="mt-1 text-dense [overflow-wrap:anywhere]">{note}</p>}
      <p className="mt-1 text-small text-ink-3 [overflow-wrap:anywhere]">
        {by}, {formatDay(at.slice(0, 10), near)}; holds up to {formatDay(until, near)}
      </p>
    </>
  )
}

type DialogProps = { account: AccountDetail; today: string; onClose: () => void }

function PulseDialog({ account: { key, name, pulse }, today, onClose }: DialogProps) {
  const client = useQueryClient()
  const me = useMe()
  const signedIn = useSession()?.user ?? null
  const [colour, setColour] = useState<PulseColour>(pulse?.colour ?? 'yellow')
  const [note, setNote] = useState(pulse?.note ?? '')
  const [until, setUntil] = useState(dayText(dayNumber(today) + HOLDS_DAYS))
  const [by, setBy] = useState(me)
  const author = signedIn?.name ?? by
  const say = async (what: { colour: PulseColour; note: string; until: string } | { colour: null }) => {
    setMe(author)
    await postApi('/accounts/:key/pulse', { key }, { body: { ...what, by: author } })
    await client.invalidateQueries({ queryKey: ['account', key] })
    onClose()
  }
  const set = useSend(() => say({ colour, note, until }))
  const back = useSend(() => say({ colour: null }))
  const title = `What we think of ${name.slice(0, 80)}`
  return (
    <Dialog title={title} name={title} onClose={onClose}>
      {needsKey(set.failed) || needsKey(back.failed) ? (
        <KeyForm what="Not noted yet." scope="admin" onUsed={() => set.send()} />
      ) : (
        <Failure said={set.said ?? back.said} />
      )}
      <form onSubmit={set.send}>
        <div className="mb-3">
          <Choice label="It is" value={colour} options={COLOURS} onChange={(to) => setColour(to ?? 'yellow')} />
        </div>
        <NoteField label="Why" value={note} onChange={setNote} />
        <TextField
          label="Holds up to"
          type="date"
          value={until}
          min={today}
          onChange={setUntil}
          hint="Then it is forgotten, unless somebody says it again."
          required
        />
        {signedIn === null && <TextField label="Your name" value={by} onChange={setBy} required />}
        <div className="flex flex-wrap items-center gap-2">
          <FormButtons does="Note it" disabled={set.busy || author.trim() === '' || until < today} onCancel={onClose} />
          {pulse !== null && (
            <Button className="mt-4" disabled={back.busy} onClick={() => back.send()}>
              Take it back
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  )
}
