import type { PlaybookRow, TestSent } from '@contract/playbooks/playbooks.ts'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { needsKey } from '../../api/client.ts'
import { deliveryQuery } from '../../api/playbooks.ts'
import { postApi } from '../../api/post.ts'
import { accountsQuery } from '../../api/queries.ts'
import { useSession } from '../../api/session.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { TextField } from '../../parts/fields.tsx'
import { KeyForm } from '../../parts/key-form.tsx'
import { setMe, useMe } from '../../parts/me.ts'
import { useSend } from '../../parts/use-send.ts'
import { deliveryWords } from '../../words/deliveries.ts'

/** Its messages sent to whoever tries it, about an account of their choice; who may not do that does not see it. */
export function TestSend({ playbook }: { playbook: PlaybookRow }) {
  const [open, setOpen] = useState(false)
  const session = useSession()
  const mayNot = session?.user != null && session.scope !== 'admin'
  if (mayNot || playbook.channels.length === 0) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>Test send…</Button>
      {open && <TestDialog playbook={playbook} onClose={() => setOpen(false)} />}
    </>
  )
}

function TestDialog({ playbook, onClose }: { playbook: PlaybookRow; onClose: () => void }) {
  const [sent, setSent] = useState<TestSent | null>(null)
  const name = `Test send: ${playbook.title}`
  return (
    <Dialog title={name} name={name} onClose={onClose}>
      {sent === null ? (
        <TestForm playbook={playbook} onSent={setSent} onCancel={onClose} />
      ) : (
        <>
          <ul className="mb-4 text-dense">
            {sent.data.map((one) => (
              <SentLine key={one.key} sent={one} />
            ))}
          </ul>
          <Button onClick={() => setSent(null)}>Once more</Button>
        </>
      )}
    </Dialog>
  )
}

type FormProps = { playbook: PlaybookRow; onSent: (sent: TestSent) => void; onCancel: () => void }

function TestForm({ playbook, onSent, onCancel }: FormProps) {
  const user = useSession()?.user
  const me = useMe()
  const [by, setBy] = useState(user?.name ?? me)
  const [account, setAccount] = useState('')
  const [to, setTo] = useState(user?.email ?? '')
  const [inProduct, setInProduct] = useState('')
  const has = (kind: PlaybookRow['channels'][number]['kind']) => playbook.channels.some((one) => one.kind === kind)
  const { send, busy, failed, said } = useSend(async () => {
    if (user == null) setMe(by)
    const body = { account: account.trim(), to: to.trim(), by, ...(has('in-app') ? { user: inProduct.trim() } : {}) }
    onSent(await postApi('/playbooks/:name/test', { name: playbook.key }, { body }))
  })
  return (
    <>
      {needsKey(failed) ? (
        <KeyForm what="Not sent yet." scope="admin" onUsed={() => send()} />
      ) : (
        <Failure said={said} />
      )}
      <form onSubmit={send}>
        <p className="mb-3 text-dense text-ink-2">
          Every message of it, written about one account, goes to you in place of those it is for. Nobody begins it by
          that.
        </p>
        <AccountField value={account} onChange={setAccount} />
        {has('email') && <TextField label="Your e-mail" type="email" value={to} onChange={setTo} required />}
        {!has('email') && has('slack') && (
          <TextField label="Channel or person in Slack, if you like" value={to} onChange={setTo} />
        )}
        {has('in-app') && (
          <TextField
            label="Your user in the product"
            hint="The id by which the product knows you: you see it there, in this account."
            value={inProduct}
            onChange={setInProduct}
            required
          />
        )}
        {user == null && <TextField label="Your name" value={by} onChange={setBy} required />}
        <FormButtons does="Send to me" disabled={busy || account.trim() === ''} onCancel={onCancel} />
      </form>
    </>
  )
}

/** The key of an account; those that have the typed letters in their name are offered. */
function AccountField({ value, onChange }: { value: string; onChange: (key: string) => void }) {
  const list = useId()
  const { data } = useQuery(accountsQuery(value.trim() === '' ? {} : { q: value.trim() }, 0))
  return (
    <TextField
      label="About which account"
      hint="Its key; type a part of its name."
      list={list}
      {...{ value, onChange }}
      required
    >
      <datalist id={list}>
        {data?.data.slice(0, 10).map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </datalist>
    </TextField>
  )
}

/** Where one went, and what has become of it by now. */
function SentLine({ sent: { key, channel, kind, target, title } }: { sent: TestSent['data'][number] }) {
  const delivery = useQuery(deliveryQuery(key)).data
  return (
    <li className="border-b border-line py-2 [overflow-wrap:anywhere] last:border-b-0" aria-live="polite">
      <b className="font-medium">{title}</b>
      <span className="block text-ink-2">
        {placeOf(kind, target)}, by {channel}
      </span>
      <span className="block text-small text-ink-3">{deliveryWords(delivery ?? UNKNOWN)}</span>
    </li>
  )
}

function placeOf(kind: TestSent['data'][number]['kind'], target: string): string {
  if (kind === 'in-app') return `to your user in the product (${decodeURIComponent(target)})`
  return target === '' ? `to where the ${kind} channel leads` : `to ${target}`
}

const UNKNOWN = { state: 'waiting', why: null } as const
