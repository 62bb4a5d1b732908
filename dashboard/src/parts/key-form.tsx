import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { setReadKey, useReadKey } from '../api/read-key.ts'
import { useSession } from '../api/session.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { SignInInstead } from './sign-in-instead.tsx'

/** Asks for a read key in place of what could not be read without one, and reads again with it. */
export function KeyForm({
  what,
  scope = 'read',
  onUsed,
}: {
  what: string
  scope?: 'read' | 'admin'
  onUsed?: () => void
}) {
  const client = useQueryClient()
  const refused = useReadKey() !== null
  const session = useSession()
  const [typed, setTyped] = useState('')
  const [field, hint] = [useId(), useId()]
  const use = (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim() === '') return
    setReadKey(typed.trim())
    setTyped('')
    again()
  }
  const again = () => (onUsed === undefined ? void client.resetQueries() : onUsed())
  return (
    <div role="alert" className="flex max-w-[76ch] gap-3 py-4">
      <Icon name="warn" className="mt-0.5 text-risk" />
      <form onSubmit={use}>
        {session !== undefined && session.user === null && <SignInInstead session={session} onDone={again} />}
        <p id={hint} className="[overflow-wrap:anywhere]">
          <b>{what}</b>{' '}
          {refused
            ? `The key opens nothing here: it is mistyped, was revoked, or may only ${scope === 'admin' ? 'read' : 'send events'}.`
            : scope === 'admin'
              ? 'What changes something asks for a key.'
              : 'This server asks for a key.'}{' '}
          <span className="text-ink-2">
            Make one with <code>telltale keys create --scope {scope}</code>. It is kept until this tab is closed.
          </span>
        </p>
        <div className="mt-3 flex flex-wrap items-end gap-2">
          <label htmlFor={field} className="text-small text-ink-3">
            {scope === 'admin' ? 'Admin key' : 'Read key'}
            <input
              id={field}
              type="password"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              aria-describedby={hint}
              aria-invalid={refused}
              className="mt-1 block h-10 w-72 max-w-full rounded-2 border border-line-3 bg-paper px-2.5 font-mono text-dense text-ink desk:h-7"
            />
          </label>
          <Button type="submit">Use this key</Button>
        </div>
      </form>
    </div>
  )
}
