import { PASSWORD_LEAST } from '@contract/access/password.ts'
import type { SessionAnswer } from '@contract/access/sign-in.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLeave } from '../../api/leave.ts'
import { postApi } from '../../api/post.ts'
import { tokensQuery } from '../../api/settings.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Section } from '../../parts/section.tsx'
import { useSend } from '../../parts/use-send.ts'
import { Waiting } from '../../parts/waiting.tsx'
import { KeyTable } from './key-table.tsx'
import { NewKey } from './new-key.tsx'

/** Password, sessions and tokens of who is signed in. */
export function YourSettings({ session }: { session: SessionAnswer }) {
  const tokens = useQuery(tokensQuery)
  const [open, setOpen] = useState<'password' | 'token' | null>(null)
  const isDemo = session.user?.id === 'demo'
  return (
    <>
      <Section title="Signed in">
        <p className="mb-3 max-w-[84ch] text-dense text-ink-2 [overflow-wrap:anywhere]">
          {session.user?.email}, as {session.user?.role}. A session ends after a week without use, and after thirty
          days.
        </p>
        <div className="flex flex-wrap gap-2">
          {!isDemo && <Button onClick={() => setOpen('password')}>Change the password…</Button>}
          <Ways />
        </div>
      </Section>
      <Section
        title="Your tokens"
        say="A token lets a script do what you may, at most. Removed with you, and expired by itself."
        right={<Button onClick={() => setOpen('token')}>New token…</Button>}
      >
        <Waiting query={tokens} what="Your tokens" height={88}>
          {({ data }) => <KeyTable label="Your tokens" rows={data} path="/me/tokens" none="You have none." />}
        </Waiting>
      </Section>
      {open === 'password' && <ChangePassword onClose={() => setOpen(null)} />}
      {open === 'token' && (
        <NewKey path="/me/tokens" scopes={SCOPES[session.scope]} onClose={() => setOpen(null)} expires />
      )}
    </>
  )
}

const SCOPES = { none: [], read: ['read'], edit: ['read', 'edit'], admin: ['read', 'edit', 'admin'] } as const

/** The ways out, on a phone too. */
function Ways() {
  const leave = useLeave()
  const here = useSend(() => leave('/session'))
  const everywhere = useSend(() => leave('/me/sessions'))
  return (
    <>
      <Button disabled={here.busy} onClick={() => here.send()}>
        Sign out here
      </Button>
      <Button disabled={everywhere.busy} onClick={() => everywhere.send()}>
        Sign out everywhere
      </Button>
      <Failure said={here.said ?? everywhere.said} />
    </>
  )
}

function ChangePassword({ onClose }: { onClose: () => void }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const { send, busy, said } = useSend(() => postApi('/me/password', {}, { body: { current, next } }).then(onClose))
  return (
    <Dialog title="Change the password" name="Change the password" onClose={onClose}>
      <form onSubmit={send}>
        <Failure said={said} />
        <TextField
          label="Present password"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          required
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          hint={`At least ${PASSWORD_LEAST} characters, of any kind. Everywhere else you are signed out.`}
          required
        />
        <FormButtons
          does="Change it"
          disabled={busy || current === '' || next.length < PASSWORD_LEAST}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  )
}
