import type { AccountNote } from '@contract/kept/account-notes.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { needsKey } from '../../api/client.ts'
import { notesQuery } from '../../api/kept.ts'
import { deleteApi, postApi } from '../../api/post.ts'
import { useIsViewer, useSession } from '../../api/session.ts'
import { snapshotDay } from '../../api/snapshot.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { CheckField, NoteField, TextField } from '../../parts/fields.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { setMe, useMe } from '../../parts/me.ts'
import { Section } from '../../parts/section.tsx'
import { useSend } from '../../parts/use-send.ts'
import { Waiting } from '../../parts/waiting.tsx'
import { useOpened } from '../../search/use-opened.ts'
import { formatDay } from '../../words/format.ts'

/** What was written about an account: for the team, or only for who wrote it. */
export function AccountNotes({ account, today }: { account: string; today: string }) {
  const query = useQuery(notesQuery(account))
  const isViewer = useIsViewer()
  const [isOpen, setOpen] = useOpened('note')
  if (snapshotDay !== null) return null
  return (
    <Section title="Notes" right={isViewer ? null : <Button onClick={() => setOpen(true)}>Write…</Button>}>
      <Waiting query={query} what="The notes" height={60}>
        {(notes) =>
          notes.length === 0 ? (
            <p className="text-dense text-ink-2">Nobody has written anything.</p>
          ) : (
            <ul>
              {notes.map((note) => (
                <NoteLine key={note.id} note={note} today={today} />
              ))}
            </ul>
          )
        }
      </Waiting>
      {isOpen && <NoteDialog account={account} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function NoteLine({ note, today }: { note: AccountNote; today: string }) {
  const client = useQueryClient()
  const drop = useSend(async () => {
    await deleteApi('/notes/:id', { id: note.id })
    await client.invalidateQueries({ queryKey: ['notes', note.account] })
  })
  return (
    <li className="border-b border-line py-2 last:border-b-0">
      <p className="text-dense whitespace-pre-wrap [overflow-wrap:anywhere]">{note.text}</p>
      <p className="mt-1 flex items-center gap-2 text-small text-ink-3">
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {note.by}, {formatDay(note.at.slice(0, 10), today)}
          {note.private && ', only you see it'}
        </span>
        {note.own && (
          <Button
            look="bare"
            className="ml-auto !text-sea"
            disabled={drop.busy}
            onClick={() => drop.send()}
            aria-label={`Take away the note: ${note.text.slice(0, 60)}`}
          >
            Take away
          </Button>
        )}
      </p>
      <Failure said={drop.said} />
    </li>
  )
}

function NoteDialog({ account, onClose }: { account: string; onClose: () => void }) {
  const client = useQueryClient()
  const me = useMe()
  const user = useSession()?.user ?? null
  const [text, setText] = useState('')
  const [hidden, setHidden] = useState(false)
  const [by, setBy] = useState(me)
  const author = user?.name ?? by
  const write = useSend(async () => {
    if (user === null) setMe(author)
    const note = { text, private: hidden, by: author }
    await postApi('/accounts/:key/notes', { key: account }, { body: note })
    await client.invalidateQueries({ queryKey: ['notes', account] })
    onClose()
  })
  return (
    <Dialog title="Write a note" name="Write a note" onClose={onClose}>
      {needsKey(write.failed) ? (
        <KeyForm what="Not noted yet." scope="admin" onUsed={() => write.send()} />
      ) : (
        <Failure said={write.said} />
      )}
      <form onSubmit={write.send}>
        <NoteField label="Note" value={text} onChange={setText} required />
        {user === null ? (
          <TextField label="Your name" value={by} onChange={setBy} required />
        ) : (
          <CheckField label="Only I see it" checked={hidden} onChange={setHidden} />
        )}
        <FormButtons
          does="Keep it"
          disabled={write.busy || text.trim() === '' || author.trim() === ''}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}
