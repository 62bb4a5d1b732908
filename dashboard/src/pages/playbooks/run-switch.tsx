import type { PlaybookRow } from '@contract/playbooks/playbooks.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { needsKey } from '../../api/client.ts'
import { PLAYBOOKS } from '../../api/playbooks.ts'
import { postApi } from '../../api/post.ts'
import { useSession } from '../../api/session.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { NoteField, TextField } from '../../parts/fields.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { setMe, useMe } from '../../parts/me.ts'
import { useSend } from '../../parts/use-send.ts'
import { formatCount } from '../../words/format.ts'

/** Holds everybody inside where they are, or lets them go on; who may not do that does not see it. */
export function RunSwitch({ playbook }: { playbook: PlaybookRow }) {
  const [open, setOpen] = useState(false)
  const session = useSession()
  const mayNot = session?.user != null && session.scope !== 'admin'
  if (mayNot || playbook.state === 'off') return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{doesOf(playbook)}…</Button>
      {open && <SwitchDialog playbook={playbook} onClose={() => setOpen(false)} />}
    </>
  )
}

function doesOf({ state }: PlaybookRow): 'Pause' | 'Go on' {
  return state === 'paused' ? 'Go on' : 'Pause'
}

function SwitchDialog({ playbook, onClose }: { playbook: PlaybookRow; onClose: () => void }) {
  const { key, title, live } = playbook
  const does = doesOf(playbook)
  const client = useQueryClient()
  const signedIn = useSession()?.user?.name
  const me = useMe()
  const [by, setBy] = useState(signedIn ?? me)
  const [why, setWhy] = useState('')
  const { send, busy, failed, said } = useSend(async () => {
    if (signedIn === undefined) setMe(by)
    await postApi(`/playbooks/:name/${does === 'Pause' ? 'pause' : 'resume'}`, { name: key }, { body: { by, why } })
    await client.invalidateQueries({ queryKey: PLAYBOOKS })
    onClose()
  })
  const says =
    does === 'Pause'
      ? 'Nobody inside goes any further, and nothing more is sent; whoever begins it waits.'
      : `${live === 1 ? 'The one' : `All ${formatCount(live)}`} inside go on at once, and those who began it so far no longer count as too many.`
  return (
    <Dialog title={`${does}: ${title}`} name={`${does}: ${title}`} onClose={onClose}>
      {needsKey(failed) ? (
        <KeyForm what="Not done yet." scope="admin" onUsed={() => send()} />
      ) : (
        <Failure said={said} />
      )}
      <form onSubmit={send}>
        <p className="mb-3 text-dense text-ink-2">{says}</p>
        {does === 'Pause' && <NoteField label="Why, if you like" value={why} onChange={setWhy} required={false} />}
        {signedIn === undefined && <TextField label="Your name" value={by} onChange={setBy} required />}
        <FormButtons does={does} disabled={busy || by.trim() === ''} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
