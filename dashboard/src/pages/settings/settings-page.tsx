import type { SessionAnswer } from '@contract/access/sign-in.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useSession } from '../../api/session.ts'
import { keysQuery, tokensQuery, usersQuery } from '../../api/settings.ts'
import { Answer, AnswerSkeleton } from '../../parts/answer.tsx'
import { Segmented } from '../../parts/fields.tsx'
import { Keyboard } from '../../parts/keyboard.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Section } from '../../parts/section.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf } from '../../words/format.ts'
import { AuditLog } from './audit-log.tsx'
import { Channels } from './channels.tsx'
import { Keys } from './keys.tsx'
import { ProjectFacts } from './project-facts.tsx'
import { PARTS, type SettingsPart, type SettingsSearch } from './settings-search.ts'
import { Users } from './users.tsx'
import { YourSettings } from './your-settings.tsx'

const route = getRouteApi('/settings')
const QUESTION = 'Who may do what here, and how is it set?'
const WORDS: Readonly<Record<SettingsPart, string>> = {
  ...{ you: 'You', users: 'Users', keys: 'Keys', channels: 'Channels', project: 'Project', audit: 'Audit log' },
  keyboard: 'Keyboard',
}

export function SettingsPage() {
  const session = useSession()
  return (
    <>
      <title>Settings · Telltale</title>
      <PageBar name="Settings" />
      {session === undefined ? <AnswerSkeleton question={QUESTION} /> : <OfSession session={session} />}
    </>
  )
}

/** The sentence stands above everything that can be pressed: it waits for what it says. */
function OfSession({ session }: { session: SessionAnswer }) {
  const isAdmin = session.scope === 'admin'
  const users = useQuery({ ...usersQuery, enabled: isAdmin })
  const keys = useQuery({ ...keysQuery, enabled: isAdmin })
  const tokens = useQuery({ ...tokensQuery, enabled: session.user !== null && !isAdmin })
  if (users.isLoading || keys.isLoading || tokens.isLoading) return <AnswerSkeleton question={QUESTION} />
  return <Settings session={session} />
}

/** The parts that a role may open: the others are not shown. */
function partsOf({ scope, user }: SessionAnswer): readonly SettingsPart[] {
  return PARTS.filter((part) => {
    if (part === 'you') return user !== null
    if (part === 'keyboard') return true
    if (part === 'channels' || part === 'project') return scope !== 'none'
    return scope === 'admin'
  })
}

function Settings({ session }: { session: SessionAnswer }) {
  const asked = route.useSearch().part
  const change = useChangeSearch<SettingsSearch>()
  const parts = partsOf(session)
  const part = parts.find((one) => one === asked) ?? parts[0]
  return (
    <>
      <Answer question={QUESTION} sentence={<Sentence session={session} />} context={contextOf(session)} />
      {part !== undefined && (
        <>
          <div className="max-w-full overflow-x-auto">
            <Segmented
              label="Part of the settings"
              value={part}
              options={parts.map((one) => [one, WORDS[one]] as const)}
              onChange={(to) => change({ part: to, what: undefined })}
            />
          </div>
          <Part part={part} session={session} />
        </>
      )}
    </>
  )
}

function Part({ part, session }: { part: SettingsPart; session: SessionAnswer }) {
  switch (part) {
    case 'you':
      return <YourSettings session={session} />
    case 'users':
      return <Users session={session} />
    case 'keys':
      return <Keys />
    case 'channels':
      return <Channels mayChange={session.scope === 'admin'} />
    case 'project':
      return <ProjectFacts />
    case 'audit':
      return <AuditLog />
    case 'keyboard':
      return (
        <Section title="Keyboard">
          <Keyboard />
        </Section>
      )
  }
}

function Sentence({ session }: { session: SessionAnswer }) {
  const isAdmin = session.scope === 'admin'
  const users = useQuery({ ...usersQuery, enabled: isAdmin }).data
  const keys = useQuery({ ...keysQuery, enabled: isAdmin }).data
  const tokens = useQuery({ ...tokensQuery, enabled: session.user !== null && !isAdmin }).data
  if (isAdmin && users !== undefined && keys !== undefined) {
    const admins = users.data.filter(({ role }) => role === 'admin').length
    const live = keys.data.filter(({ revokedAt }) => revokedAt === null).length
    const only = users.data.length === 1
    return (
      <>
        <b>{countOf(users.data.length, 'user')}</b> can sign in,{' '}
        {only ? 'as' : admins === users.data.length ? 'all as' : `${admins} of them as`} admin;{' '}
        <b>{countOf(live, 'key')}</b> {live === 1 ? 'opens' : 'open'} this server.
      </>
    )
  }
  if (session.user !== null)
    return (
      <>
        You are signed in as <b>{session.user.name}</b>, {session.user.role}
        {tokens !== undefined && tokens.data.length > 0 && (
          <>, with {countOf(tokens.data.length, 'token')} of your own</>
        )}
        .
      </>
    )
  if (session.demo) return 'Whoever is at this machine may look; whoever signs in may change everything.'
  return session.hasUsers ? 'You look with a key.' : 'Nobody can sign in yet: whoever is at this machine may look.'
}

function contextOf({ user, hasUsers, demo }: SessionAnswer): string | undefined {
  if (user !== null || demo || hasUsers) return undefined
  return 'The first admin is made with the link that the server prints at its start, or with npx telltale users add.'
}
