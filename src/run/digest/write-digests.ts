import type { DigestSettings } from '../../config/delivery/digest-settings.ts'
import type { Delivery } from '../../config/delivery/settings.ts'
import { plural } from '../../config/describe/describe-window.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import { digestSections } from '../../contract/phrase-digest.ts'
import type { WorkloadRow } from '../../contract/team.ts'
import type { TaskRow, Worklist } from '../../contract/worklist.ts'
import type { Link, Note } from '../../deliver/message.ts'

/** One digest for one reader. `reader` null: there is one. `cannot`: why it cannot leave. */
export type WrittenDigest = {
  readonly reader: string | null
  readonly target: string
  readonly note: Note
  readonly cannot: string | null
}

type Deps = Pick<ApiDeps, 'getWorklist' | 'getTeam' | 'getDigest'>
type Writing = { readonly deps: Deps; readonly delivery: Delivery; readonly stop: AbortSignal }

const BUDGET_SECONDS = 60
const TASKS_SHOWN = 30
const RENEWALS_SHOWN = 5
const HORIZON = { daily: 'day', weekly: 'week', monthly: 'month' } as const
const WHEN = { daily: 'today', weekly: 'this week', monthly: 'this month' } as const

/** What a digest tells now, to each who is to hear of it; nothing where there is nothing. */
export async function writeDigests(
  writing: Writing,
  { name, digest }: { readonly name: string; readonly digest: DigestSettings },
): Promise<WrittenDigest[]> {
  const { what } = digest
  switch (what.kind) {
    case 'tasks':
      return writeTasks(writing, { name, digest, ...what })
    case 'team': {
      const note = await writeTeam(writing)
      return note === null ? [] : [{ reader: null, target: what.to, note, cannot: null }]
    }
    case 'metrics': {
      const note = await writeMetrics(writing, digest.cadence)
      return note === null ? [] : [{ reader: null, target: what.to, note, cannot: null }]
    }
  }
}

type Tasks = Extract<DigestSettings['what'], { kind: 'tasks' }> & {
  readonly name: string
  readonly digest: DigestSettings
}

async function writeTasks({ deps, delivery }: Writing, { name, digest, to, team }: Tasks): Promise<WrittenDigest[]> {
  const { data } = await deps.getTeam()
  const rows = data.filter((row) => team === null || row.team === team)
  const assignees = [...new Set(rows.flatMap(({ assignee }) => assignee ?? []))].sort()
  const isLetter = delivery.channels[digest.via]?.kind === 'email'
  const isBot = delivery.channels[digest.via]?.kind === 'slack'
  const written: WrittenDigest[] = []
  for (const assignee of assignees) {
    const query = {
      assignee,
      horizon: HORIZON[digest.cadence],
      limit: 500,
      offset: 0,
      ...(team === null ? {} : { team }),
    }
    const note = tasksNote(await deps.getWorklist(query), { assignee, cadence: digest.cadence, delivery })
    if (note === null) continue
    const address = Object.hasOwn(to, assignee) ? to[assignee]! : null
    const cannot = isLetter && address === null ? `there is no address for ${assignee} in digests.${name}.to` : null
    written.push({ reader: assignee, target: isLetter || isBot ? (address ?? '') : '', note, cannot })
  }
  return written
}

type Reader = {
  readonly assignee: string
  readonly cadence: DigestSettings['cadence']
  readonly delivery: Pick<Delivery, 'baseUrl'>
}

function tasksNote(list: Worklist, { assignee, cadence, delivery: { baseUrl } }: Reader): Note | null {
  const tasks = list.tasks.filter(({ waits }) => waits === null)
  if (tasks.length === 0) return null
  const shown = tasks.slice(0, TASKS_SHOWN)
  const renewals = cadence === 'daily' ? [] : list.renewals.slice(0, RENEWALS_SHOWN)
  const more =
    tasks.length > shown.length ? [{ text: `and ${tasks.length - shown.length} more`, detail: null, href: null }] : []
  const renewing = renewals.map(({ account, name, on, inDays }) => ({
    ...{ text: name, detail: `renews on ${on}, in ${plural(inDays, 'day')}`, href: accountUrl(baseUrl, account) },
  }))
  return {
    kind: 'note',
    title: `${plural(tasks.length, 'task')} for ${assignee} ${WHEN[cadence]}, ${list.today}`,
    intro: list.sentence,
    groups: [
      { title: null, items: [...shown.map((task) => toItem(task, { list, baseUrl })), ...more] },
      ...(renewing.length === 0 ? [] : [{ title: 'Renewals', items: renewing }]),
    ],
    link: pageLink(baseUrl, `/today?of=${encodeURIComponent(assignee)}&horizon=${HORIZON[cadence]}`, 'Open the list'),
  }
}

function toItem(task: TaskRow, { list, baseUrl }: { readonly list: Worklist; readonly baseUrl: string | null }) {
  const { name, account, action, because, due, overdueDays, insteadOf } = task
  const when = overdueDays > 0 ? `, ${plural(overdueDays, 'day')} overdue` : due > list.today ? `, due ${due}` : ''
  const cover = insteadOf === null ? '' : ` (for ${insteadOf})`
  return { text: name, detail: `${action}${when}${cover}. ${because}`, href: accountUrl(baseUrl, account) }
}

async function writeTeam({ deps, delivery: { baseUrl } }: Writing): Promise<Note | null> {
  const { today, sentence, data } = await deps.getTeam()
  const rows = data.filter(({ tasks }) => tasks > 0)
  if (rows.length === 0) return null
  return {
    ...{ kind: 'note', title: `The teams, ${today}`, intro: sentence },
    groups: [...new Set(rows.map(({ team }) => team))].map((team) => ({
      title: team,
      items: rows.filter((row) => row.team === team).map(toWorkload),
    })),
    link: pageLink(baseUrl, '/team', 'Open the team'),
  }
}

function toWorkload({ assignee, tasks, overdue, waiting, accounts, untouched, away }: WorkloadRow) {
  const said = [
    ...[plural(tasks, 'task'), `${overdue} overdue`, `${waiting} waiting`, plural(accounts, 'account')],
    ...(untouched === 0 ? [] : [`${untouched} untouched for 30 days`]),
    ...(away === null ? [] : [`away up to ${away.to}`]),
  ]
  return { text: assignee ?? 'nobody’s', detail: said.join(', '), href: null }
}

async function writeMetrics(
  { deps, delivery: { baseUrl }, stop }: Writing,
  cadence: DigestSettings['cadence'],
): Promise<Note | null> {
  const told = digestSections(await deps.getDigest({ cadence, budget_seconds: BUDGET_SECONDS }, stop))
  if (told === null) return null
  return {
    ...{ kind: 'note', title: told.title, intro: null },
    groups: told.sections.map(({ title, lines }) => ({
      title,
      items: lines.map(({ text, detail }) => ({ text, detail: detail === '' ? null : detail, href: null })),
    })),
    link: pageLink(baseUrl, '/', 'Open Telltale'),
  }
}

function accountUrl(baseUrl: string | null, account: string): string | null {
  return baseUrl === null ? null : `${baseUrl}/accounts/${encodeURIComponent(account)}`
}

function pageLink(baseUrl: string | null, path: string, text: string): Link | null {
  return baseUrl === null ? null : { text, href: `${baseUrl}${path}` }
}
