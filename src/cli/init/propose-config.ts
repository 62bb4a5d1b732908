import { MS_PER_DAY } from '../../core/time.ts'
import type { AccountKeySeen, Survey } from '../../ingest/survey/survey.ts'
import { counted } from '../counted.ts'
import type { Goal, Proposal, ProposedEvent, ProposedLines } from './proposal.ts'
import { proposeEvents } from './propose-events.ts'
import { proposeSignals } from './propose-signals.ts'
import { core, text } from './signal-lines.ts'

export type Asked = {
  readonly goal: Goal
  readonly name: string
  /** Raw name of the event that is the outcome; null: chosen by the goal. */
  readonly outcome: string | null
  /** The path that names the account; null: what covers most. */
  readonly accountKey: string | null
  /** Nobody named a company: the account of an event is its user. */
  readonly alone: boolean
}

/** Two weeks at least, and a quarter at most: what is longer than usual for most accounts. */
const PAUSE = { least: 14, most: 90, unknown: 28 }
const FEW_OUTCOMES = 20

/** A first configuration out of what was seen: at most six signals, and the questions that only people can answer. */
export function proposeConfig(survey: Survey, asked: Asked): Proposal {
  const events = withCore(proposeEvents(survey))
  const ranked = rankAccountKeys(survey.accountKeys)
  const leading = ranked.find(({ path }) => path === asked.accountKey) ?? ranked[0]
  const pause = pauseOf(leading)
  const { outcome, lines } = proposeOutcome(survey, asked, { events, pause })
  const quiet: ProposedLines = {
    key: 'quiet',
    why: quietReason(leading, pause),
    lines: [`inactive(days(${pause}), ${core({ events })})`],
  }
  const ground = {
    events,
    days: daysOf(survey),
    team: teamOf(survey, leading),
    outcome,
    quiet: 'quiet',
    pause: pause * 2,
  }
  const signals = hasCore(events) ? proposeSignals(asked.goal, ground) : []
  const named = [...lines, quiet].filter(({ key }) => signals.some((signal) => mentions(signal, key)))
  return {
    name: asked.name,
    model: events.some(({ name }) => /trial/i.test(name)) ? 'trial' : 'freemium',
    goal: asked.goal,
    accountKeys: asked.alone ? ['userId'] : accountKeysOf(survey, leading),
    events,
    unlisted: unlistedOf(survey, events),
    outcomes: named,
    signals,
    decisions: decisionsOf(survey, { events, leading, alone: asked.alone || leading === undefined }),
    alone: asked.alone,
  }
}

/** Without anything to come for nothing can be said: then it is the most frequent event. Nobody comes to call for help. */
function withCore(events: readonly ProposedEvent[]): readonly ProposedEvent[] {
  if (hasCore(events)) return events
  const best = events.find(({ kind }) => kind === 'depth') ?? events.find(({ kind }) => kind !== 'support')
  return events.map((event) => (event === best ? { ...event, kind: 'core' as const } : event))
}

function hasCore(events: readonly ProposedEvent[]): boolean {
  return events.some(({ kind }) => kind === 'core')
}

function mentions({ lines }: ProposedLines, outcome: string): boolean {
  return lines.some((line) => line.includes(`outcome(${text(outcome)})`))
}

function pauseOf(leading: AccountKeySeen | undefined): number {
  const usual = leading?.usualPause ?? null
  if (usual === null) return PAUSE.unknown
  return Math.min(PAUSE.most, Math.max(PAUSE.least, Math.ceil((usual * 2) / 7) * 7))
}

function quietReason(leading: AccountKeySeen | undefined, pause: number): string {
  const usual = leading?.usualPause ?? null
  if (usual === null)
    return `Nothing of what people come for in ${pause} days. Too little was seen to say what is usual.`
  return `Nothing of what people come for in ${pause} days: of 100 pauses of an account, 95 were over within ${usual}.`
}

type Seen = { readonly events: readonly ProposedEvent[]; readonly pause: number }

function proposeOutcome(
  survey: Survey,
  { goal, outcome }: Asked,
  { events }: Seen,
): { readonly outcome: string; readonly lines: readonly ProposedLines[] } {
  const wanted = events.find(({ name, aliases }) => outcome !== null && [name, ...aliases].includes(outcome))
  const meaning = goal === 'retain' ? 'left' : 'bought'
  const found = goal === 'activate' ? undefined : events.find((event) => event.meaning === meaning)
  const event = wanted ?? (found !== undefined && found.count >= FEW_OUTCOMES ? found : undefined)
  if (event !== undefined)
    return said(`${event.key}Happened`, `${event.name}: ${how(event)}.`, `happened('${event.key}')`)
  if (goal === 'retain') return { outcome: 'quiet', lines: [] }
  if (found !== undefined)
    return said(`${found.key}Happened`, `${found.name}: only ${how(found)} so far.`, `happened('${found.key}')`)
  if (goal === 'activate') return stays(survey)
  const what = goal === 'convert' ? 'converted' : 'expanded'
  return said(what, 'Told by subscriptions, which are not in these events: import them, or take an event.', `${what}()`)
}

function how({ count }: ProposedEvent): string {
  return counted(count, 'time')
}

function stays(survey: Survey): { readonly outcome: string; readonly lines: readonly ProposedLines[] } {
  const [from, to] = daysOf(survey) >= 84 ? [28, 56] : [14, 28]
  return said(
    'stays',
    `Still there from day ${from} to day ${to} after the first sight of them.`,
    `retained(${from}, ${to})`,
  )
}

function said(key: string, why: string, code: string): { outcome: string; lines: readonly ProposedLines[] } {
  return { outcome: key, lines: [{ key, why, lines: [code] }] }
}

function daysOf({ from, to }: Survey): number {
  return from === null || to === null ? 0 : Math.round((to - from) / MS_PER_DAY)
}

function teamOf({ people }: Survey, leading: AccountKeySeen | undefined): number {
  return leading === undefined || leading.accounts === 0 ? 1 : people / leading.accounts
}

/** A name for a company tells more than one for a part of it, and what the specification says more than any. */
export function rankAccountKeys(keys: readonly AccountKeySeen[]): readonly AccountKeySeen[] {
  const weight = ({ path, share }: AccountKeySeen) =>
    share * (path === 'context.groupId' ? 1.2 : /team|group|site|project|repo/i.test(path) ? 0.6 : 1)
  return keys.filter(({ accounts, share }) => accounts > 1 && share >= 0.05).sort((a, b) => weight(b) - weight(a))
}

function accountKeysOf(survey: Survey, leading: AccountKeySeen | undefined): readonly string[] {
  if (leading === undefined) return survey.memberships > 0 ? ['context.groupId'] : ['userId']
  const named = survey.accountKeys.some(({ path }) => path === 'context.groupId')
  return [...new Set([leading.path, ...(named ? ['context.groupId'] : [])])]
}

function unlistedOf({ names }: Survey, events: readonly ProposedEvent[]): number {
  const listed = new Set(events.flatMap(({ name, aliases }) => [name, ...aliases]))
  return new Set(names.filter(({ name }) => !listed.has(name)).map(({ name }) => name)).size
}

type Deciding = {
  readonly events: readonly ProposedEvent[]
  readonly leading: AccountKeySeen | undefined
  readonly alone: boolean
}

function decisionsOf(survey: Survey, { events, leading, alone }: Deciding): readonly string[] {
  const core = events.filter(({ kind }) => kind === 'core').map(({ name }) => name)
  const doubled = survey.clusters.flatMap(({ name, others }) =>
    others.filter((other) => other.together * 2 >= other.count).map((other) => `${other.name} beside ${name}`),
  )
  return [
    core.length === 0
      ? 'What do people come for? None of these events: list it under `events` with kind core, and say signals about it.'
      : `Is ${[...new Set(core)].join(', ')} what people come for? Kind core, team, data and depth make somebody active; the others do not.`,
    ...(alone
      ? ['Nothing in the events names a company: is a user an account of one, or which property names it?']
      : []),
    ...(leading !== undefined && leading.share < 0.95
      ? [
          `${leading.path} stands on ${Math.round(leading.share * 100)} % of the events only: which property names the account on the others?`,
        ]
      : []),
    ...(doubled.length > 0 ? [`Sent twice for one act: ${doubled.join('; ')}. Stop sending one of each.`] : []),
    'Which time zone do your days have?',
    'Who is not to be counted: your own staff, test accounts?',
  ]
}
