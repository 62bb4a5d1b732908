import type { RoleName } from '@contract/access/roles.ts'
import type { InvitationRow, LinkMade, SessionAnswer, UserRow } from '@contract/access/sign-in.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteApi, postApi } from '../../api/post.ts'
import { SETTINGS, usersQuery } from '../../api/settings.ts'
import { Button, FormButtons } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/failure.tsx'
import { Choice, TextField } from '../../parts/fields.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { DataTable } from '../../parts/table.tsx'
import { useSend } from '../../parts/use-send.ts'
import { Waiting } from '../../parts/waiting.tsx'
import { formatDay, formatStamp } from '../../words/format.ts'
import { RowButton } from './row-button.tsx'
import { ShownOnce } from './shown-once.tsx'

/** Who can sign in and as what, and who is invited. */
export function Users({ session }: { session: SessionAnswer }) {
  const users = useQuery(usersQuery)
  const [isNew, setNew] = useState(false)
  const [link, setLink] = useState<LinkMade | null>(null)
  return (
    <Section title="Users" right={<Button onClick={() => setNew(true)}>Invite somebody…</Button>}>
      <Waiting query={users} what="The users" height={176}>
        {({ data, invitations }) => (
          <>
            <UserTable rows={data} me={session.user?.id ?? null} onLink={setLink} />
            {invitations.length > 0 && <Invitations rows={invitations} />}
          </>
        )}
      </Waiting>
      <Note>
        A viewer looks; an editor also works: tasks, absences, what they think of an account, thresholds and texts; an
        admin does everything. Whoever's role changes signs in again.
      </Note>
      {isNew && <Invite onClose={() => setNew(false)} />}
      {link !== null && (
        <Dialog title="A link for a new password" name="A link for a new password" onClose={() => setLink(null)}>
          <ShownOnce
            text={location.origin + link.path}
            say={`Send it to ${link.email}: it opens once, within an hour.`}
          />
        </Dialog>
      )}
    </Section>
  )
}

const ROLES = (['viewer', 'editor', 'admin'] as const satisfies readonly RoleName[]).map(
  (role) => [role, role] as const,
)
type TableProps = { rows: readonly UserRow[]; me: string | null; onLink: (link: LinkMade) => void }

function UserTable({ rows, me, onLink }: TableProps) {
  return (
    <DataTable<UserRow>
      label="Users"
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          head: 'Who',
          className: 'min-w-28',
          value: ({ name }) => name,
          cell: ({ id, name }) => (
            <>
              <b className="font-medium [overflow-wrap:anywhere]">{name}</b>{' '}
              {id === me && <span className="text-ink-3">you</span>}
            </>
          ),
        },
        { head: 'E-mail', value: ({ email }) => email, className: 'min-w-40 [overflow-wrap:anywhere]' },
        { head: 'Role', value: ({ role }) => role, cell: (user) => <RoleOf user={user} /> },
        { head: 'Since', value: ({ createdAt }) => formatDay(createdAt.slice(0, 10)), className: 'whitespace-nowrap' },
        {
          head: 'Seen',
          value: ({ seenAt }) => (seenAt === null ? 'not lately' : formatDay(seenAt.slice(0, 10))),
          className: 'whitespace-nowrap',
        },
        {
          head: 'Change',
          value: () => null,
          right: true,
          cell: ({ id, name }) => (
            <>
              <RowButton
                does="New password"
                label={`make a link for a new password of ${name}`}
                work={() => postApi('/users/:id/reset', { id }, { body: {} }).then(onLink)}
              />
              <RowButton does="Remove" label={`remove ${name}`} work={() => deleteApi('/users/:id', { id })} sure />
            </>
          ),
        },
      ]}
    />
  )
}

function RoleOf({ user: { id, name, role } }: { user: UserRow }) {
  const client = useQueryClient()
  const [failed, setFailed] = useState<string | null>(null)
  const set = (to: RoleName | undefined) => {
    if (to === undefined || to === role) return
    setFailed(null)
    postApi('/users/:id/role', { id }, { body: { role: to } })
      .then(() => client.invalidateQueries({ queryKey: [SETTINGS] }))
      .catch((error) => setFailed(error?.detail ?? 'It was not changed.'))
  }
  return (
    <>
      <select
        aria-label={`Role of ${name}`}
        value={role}
        onChange={({ target }) => set(target.value as RoleName)}
        className="-my-1 h-10 rounded-2 border border-line-3 bg-paper px-1.5 text-dense text-ink desk:h-7"
      >
        {ROLES.map(([one, said]) => (
          <option key={one} value={one}>
            {said}
          </option>
        ))}
      </select>
      {failed !== null && (
        <span role="alert" className="block max-w-60 text-small text-risk">
          {failed}
        </span>
      )}
    </>
  )
}

function Invitations({ rows }: { rows: readonly InvitationRow[] }) {
  return (
    <div className="mt-6">
      <DataTable<InvitationRow>
        label="Links that were not used yet"
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Not used yet',
            value: ({ kind }) => (kind === 'reset' ? 'a new password' : 'an invitation'),
            className: 'whitespace-nowrap',
          },
          { head: 'Of', value: ({ email }) => email, className: 'min-w-40 [overflow-wrap:anywhere]' },
          { head: 'As', value: ({ role }) => role },
          { head: 'Made by', value: ({ by }) => by, className: 'min-w-40 [overflow-wrap:anywhere]' },
          {
            head: 'Opens until',
            value: ({ expiresAt }) => formatStamp(expiresAt),
            className: 'whitespace-nowrap',
          },
          {
            head: 'Change',
            value: () => null,
            right: true,
            cell: ({ id, email }) => (
              <RowButton
                does="Take back"
                label={`take back the link of ${email}`}
                work={() => deleteApi('/invitations/:id', { id })}
              />
            ),
          },
        ]}
      />
    </div>
  )
}

function Invite({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<RoleName>('viewer')
  const [made, setMade] = useState<LinkMade | null>(null)
  const { send, busy, said } = useSend(async () => {
    const named = name.trim() === '' ? {} : { name: name.trim() }
    setMade(await postApi('/users', {}, { body: { email, role, ...named } }))
    await client.invalidateQueries({ queryKey: [SETTINGS] })
  })
  return (
    <Dialog title="Invite somebody" name="Invite somebody" onClose={onClose}>
      {made !== null ? (
        <ShownOnce
          text={location.origin + made.path}
          say={`Send this link to ${made.email}: it opens once, within 48 hours. Nothing is mailed.`}
        />
      ) : (
        <form onSubmit={send}>
          <Failure said={said} />
          <TextField label="E-mail" type="email" value={email} onChange={setEmail} required />
          <TextField
            label="Name, if known"
            value={name}
            onChange={setName}
            hint="As accounts name their assignee: then Today opens with their list."
          />
          <Choice label="As" value={role} options={ROLES} onChange={(to) => setRole(to ?? 'viewer')} />
          <FormButtons does="Make the link" disabled={busy || email === ''} onCancel={onClose} />
        </form>
      )}
    </Dialog>
  )
}
