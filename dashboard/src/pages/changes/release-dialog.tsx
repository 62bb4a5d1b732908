import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { needsKey } from '../../api/client.ts'
import { postApi } from '../../api/post.ts'
import { useIsViewer, useSession } from '../../api/session.ts'
import { snapshotDay } from '../../api/snapshot.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { NoteField, TextField } from '../../parts/fields.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { setMe, useMe } from '../../parts/me.ts'
import { useSend } from '../../parts/use-send.ts'

/** Tells that a version of the product went out. */
export function TellRelease({ today }: { today: string | undefined }) {
  const [isOpen, setOpen] = useState(false)
  const isViewer = useIsViewer()
  if (isViewer || snapshotDay !== null) return null
  return (
    <>
      <Button disabled={today === undefined} onClick={() => setOpen(true)}>
        Tell a release…
      </Button>
      {isOpen && today !== undefined && <ReleaseDialog today={today} onClose={() => setOpen(false)} />}
    </>
  )
}

function ReleaseDialog({ today, onClose }: { today: string; onClose: () => void }) {
  const client = useQueryClient()
  const me = useMe()
  const user = useSession()?.user ?? null
  const [name, setName] = useState('')
  const [day, setDay] = useState(today)
  const [note, setNote] = useState('')
  const [by, setBy] = useState(me)
  const author = user?.name ?? by
  const tell = useSend(async () => {
    if (user === null) setMe(author)
    await postApi('/releases', {}, { body: { name, day, note, by: author } })
    await client.invalidateQueries({ queryKey: ['changes'] })
    onClose()
  })
  return (
    <Dialog title="Tell a release" name="Tell a release" onClose={onClose}>
      {needsKey(tell.failed) ? (
        <KeyForm what="Not noted yet." scope="admin" onUsed={() => tell.send()} />
      ) : (
        <Failure said={tell.said} />
      )}
      <form onSubmit={tell.send}>
        <TextField label="What it is called" value={name} onChange={setName} required />
        <TextField label="First day with it" type="date" value={day} onChange={setDay} required />
        <NoteField label="What it brought, if you like" value={note} onChange={setNote} />
        {user === null && <TextField label="Your name" value={by} onChange={setBy} required />}
        <FormButtons
          does="Mark it"
          disabled={tell.busy || name.trim() === '' || author.trim() === ''}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}
