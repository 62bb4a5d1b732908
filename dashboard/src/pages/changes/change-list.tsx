import type { Change, ChangeLog, ConfigChange, DefinitionChange } from '@contract/changes.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { deleteApi } from '../../api/post.ts'
import { statusQuery } from '../../api/queries.ts'
import { useIsViewer, useSession } from '../../api/session.ts'
import { Button } from '../../parts/button.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { useSend } from '../../parts/use-send.ts'
import { changeWords, definitionWords, KIND_WORDS, turnedWords } from '../../words/changes.ts'
import { countOf, formatCount, formatDay, joinWords } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

const SHOWN = 100

/** A line for each change: when, what it was, who made it, and what it turned; opened: how each definition read and reads. */
export function ChangeList({ log: { data, total } }: { log: ChangeLog }) {
  const today = useQuery(statusQuery).data?.today ?? null
  const columns = columnsOf(today)
  return (
    <Section
      title="What changed"
      right={<CsvButton name="changes" columns={columns} rows={data} />}
      say="Newest first, dated by the first day on which it shows. Charts over days mark changes of the configuration, releases and where tracking broke."
    >
      <DataTable label="What changed" columns={columns} rows={data.slice(0, SHOWN)} keyOf={keyOf} />
      {total > SHOWN && (
        <Note>
          The first {SHOWN} here; {formatCount(Math.min(total, data.length))} in the file.
        </Note>
      )}
    </Section>
  )
}

function keyOf(change: Change, at: number): string {
  return `${change.kind} ${change.day} ${at}`
}

function columnsOf(today: string | null): Column<Change>[] {
  return [
    { head: 'Day', value: ({ day }) => day, className: 'whitespace-nowrap', cell: ({ day }) => formatDay(day, today) },
    { head: 'Of', value: ({ kind }) => KIND_WORDS[kind], className: 'text-ink-2 max-desk:hidden' },
    { head: 'What', value: changeWords, className: 'w-1/2 min-w-44', cell: (change) => <What change={change} /> },
    { head: 'By', value: (change) => byWords(change), className: 'min-w-24 text-ink-2 [overflow-wrap:anywhere]' },
    { head: 'Effect', value: effectWords, className: 'min-w-24 text-ink-2 max-desk:min-w-40' },
  ]
}

function byWords(change: Change): string | null {
  if (change.kind === 'release') return change.by.slice(0, 80)
  if (change.kind !== 'config' || change.first) return null
  const people = [...new Set(change.settings.map(({ by }) => by.slice(0, 80)))]
  return people.length === 0 ? 'the configuration file' : joinWords(people)
}

function effectWords(change: Change): string | null {
  switch (change.kind) {
    case 'config':
      return turnedWords(change) || null
    case 'incident':
      return change.lasts ? 'what reads them waits' : null
    case 'import':
      return change.from === null
        ? null
        : `days of ${formatDay(change.from, change.to)} to ${formatDay(change.to)}; ${formatCount(change.refused)} refused`
    case 'split':
      return `what they did from ${formatDay(change.from, change.day)} on`
    case 'release':
    case 'merge':
      return null
  }
}

function What({ change }: { change: Change }) {
  if (change.kind === 'release') return <Released release={change} />
  if (change.kind === 'merge' || change.kind === 'split') return <Moved change={change} />
  const words = <span className="[overflow-wrap:anywhere]">{onScreen(changeWords(change))}</span>
  if (change.kind !== 'config' || (change.definitions.length === 0 && change.settings.length === 0)) return words
  return <Opened change={change}>{words}</Opened>
}

/** What an account became, which can be opened. */
function Moved({ change: { into, ...change } }: { change: Extract<Change, { kind: 'merge' | 'split' }> }) {
  const account = change.account.slice(0, 200)
  return (
    <span className="[overflow-wrap:anywhere]">
      {change.kind === 'merge'
        ? `${account} became part of `
        : `${countOf(change.people, 'person', 'people')} of ${account} became `}
      <Link to="/accounts/$key" params={{ key: into }} className="font-medium text-sea hover:underline">
        {into.slice(0, 200)}
      </Link>
    </span>
  )
}

type ReleaseProps = { release: Extract<Change, { kind: 'release' }> }

/** What went out, with the way back for who may. */
function Released({ release }: ReleaseProps) {
  const client = useQueryClient()
  const isViewer = useIsViewer()
  const signedIn = useSession()?.user != null
  const drop = useSend(async () => {
    await deleteApi('/releases/:id', { id: release.id })
    await client.invalidateQueries({ queryKey: ['changes'] })
  })
  return (
    <span className="flex items-baseline gap-3">
      <span className="min-w-0 [overflow-wrap:anywhere]">{changeWords(release)}</span>
      {signedIn && !isViewer && (
        <Button
          look="bare"
          className="ml-auto !text-sea"
          disabled={drop.busy}
          onClick={() => drop.send()}
          aria-label={`Take back the release ${release.name}`}
        >
          Take back
        </Button>
      )}
    </span>
  )
}

function Opened({ change, children }: { change: ConfigChange; children: ReactNode }) {
  return (
    <details>
      <summary className="cursor-pointer">{children}</summary>
      <dl className="mt-2 mb-1 grid gap-2">
        {change.definitions.map((one) => (
          <Definition
            key={`${one.subject} ${one.key} ${one.what}`}
            one={one}
            isAlone={change.definitions.length === 1}
          />
        ))}
        {change.settings.map(({ path, value, by, at }) => (
          <div key={`${path} ${at}`}>
            <dt className="text-small text-ink-3">set by {by.slice(0, 80)}</dt>
            <dd className="[overflow-wrap:anywhere]">
              <code>{path.slice(0, 200)}</code> {value === null ? 'back to the file' : `= ${value.slice(0, 200)}`}
            </dd>
          </div>
        ))}
        {change.rebuilt.length > 0 && (
          <div className="text-ink-2">
            {countOf(change.rebuilt.length, 'reason')} to build all days again: {joinWords(change.rebuilt)}.
          </div>
        )}
      </dl>
    </details>
  )
}

/** How it read, struck out by a sign and a word and not by colour alone, and how it reads. */
function Definition({ one, isAlone }: { one: DefinitionChange; isAlone: boolean }) {
  return (
    <div>
      {!isAlone && <dt className="font-medium">{definitionWords(one)}</dt>}
      {one.was !== null && one.was !== one.now && <Side sign="−" word="was" said={one.was} look="bg-risk-wash" />}
      {one.now !== null && <Side sign="+" word="is" said={one.now} look="bg-well-wash" />}
    </div>
  )
}

function Side({ sign, word, said, look }: { sign: string; word: string; said: string; look: string }) {
  return (
    <dd className={`mt-1 flex gap-2 rounded-1 px-2 py-1 ${look}`}>
      <span className="w-10 flex-none text-small text-ink-2">
        {sign} {word}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">{onScreen(said)}</span>
    </dd>
  )
}
