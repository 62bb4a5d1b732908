import { POSTGRES_TARGETS, type PostgresTargets, type TargetName } from '../../config/sources.ts'
import { telltaleError } from '../../core/errors.ts'
import { tellRow } from '../../ingest/postgres/tell-row.ts'
import { openObserver } from '../../ingest/survey/observe-messages.ts'
import { accountTables, guessTargets } from '../../store/sources/guess-targets.ts'
import { openPostgres, type PostgresReader } from '../../store/sources/read-postgres.ts'
import type { SourceTable } from '../../store/sources/read-tables.ts'
import { valuesOf } from '../../store/sources/source-row.ts'
import { type Invocation, textOption } from '../command.ts'
import { reportProgress } from '../report-progress.ts'
import { chooseGoal, chooseOutcome, type Proposed } from './init-from.ts'
import { proposeConfig } from './propose-config.ts'
import { renderDatabase } from './render-database.ts'
import { renderProposal } from './render-proposal.ts'
import { sourceLines } from './source-lines.ts'

/** Rows of events that are looked at, and of each other target. */
const MOST_EVENTS = 200_000
const MOST_OTHERS = 2_000
const DEFAULT_VARIABLE = 'TELLTALE_POSTGRES_URL'

/** Whether `--from` names a database: its address, or `env:NAME` of the variable that holds it. */
export function isDatabase(from: string): boolean {
  return /^postgres(ql)?:\/\//i.test(from) || /^env:\w+$/.test(from)
}

/**
 * A configuration out of an application's PostgreSQL: a query for each target that its tables seem to hold, and events and signals of what a table of events has. Read in
 * a read-only transaction; nothing is imported, and the address is written nowhere. @throws source_unreachable, source_unset, source_failed, bad_argument
 */
export async function initFromDatabase(invocation: Invocation, from: string): Promise<Proposed> {
  const variable = from.startsWith('env:') ? from.slice('env:'.length) : DEFAULT_VARIABLE
  const url = from.startsWith('env:') ? (invocation.io.env[variable] ?? '') : from
  if (url === '') throw telltaleError('source_unset', { variable, source: 'PostgreSQL' })
  const goal = await chooseGoal(invocation)
  const reader = await openPostgres(url)
  try {
    const tables = await reader.tables()
    const { targets, decisions } = guessTargets(tables, await chooseAccounts(invocation, tables))
    if (Object.keys(targets).length === 0) throw nothingFound(tables)
    const survey = await observe(invocation, reader, targets)
    const surveyed = { survey, files: [] }
    const outcome = survey.names.length === 0 ? null : await chooseOutcome(invocation, surveyed)
    const name = textOption(invocation, 'name') ?? 'My product'
    const found = proposeConfig(survey, { alone: false, goal, outcome, name, accountKey: null })
    const proposal = {
      ...found,
      // What the database tells stands where the specification has it.
      accountKeys: ['context.groupId'],
      decisions: [...decisions, ...(targets.events === undefined ? [NO_EVENTS] : []), ...found.decisions],
      ...(survey.names.length === 0 ? { signals: [], outcomes: [] } : {}),
    }
    return {
      config: renderProposal(proposal, survey, { files: 'PostgreSQL', sources: sourceLines(targets, variable) }),
      ...{ mapping: null, proposal, surveyed },
      summary: renderDatabase(tables, { targets, surveyed, proposal }),
      next: [
        'Next:',
        '  1. Read it: what it asks stands at its head. `npx telltale check` says what each definition means.',
        `  2. ${variable}=… npx telltale sync postgres --preview     what would be read, and what its first rows become`,
        `  3. ${variable}=… npx telltale sync postgres`,
      ],
    }
  } finally {
    await reader.close()
  }
}

const NO_EVENTS =
  'No table of events was found: what people do comes by the SDK or by import. List its names under `events`.'

async function chooseAccounts(invocation: Invocation, tables: readonly SourceTable[]): Promise<SourceTable | null> {
  const named = textOption(invocation, 'accountTable')
  if (named !== null) {
    const found = tables.find((table) => labelOf(table) === named)
    if (found !== undefined && found.key.length === 1) return found
    const valid = tables.filter(({ key }) => key.length === 1).map(labelOf)
    const expected = `a table with a key of one column: ${valid.slice(0, 30).join(', ')}`
    throw telltaleError('bad_argument', { argument: '--account-table', value: named, expected })
  }
  const candidates = accountTables(tables)
  if (candidates.length < 2) return candidates[0] ?? null
  const chosen = await invocation.io.choose?.('Which table holds the accounts?', candidates.map(labelOf))
  return candidates.find((table) => labelOf(table) === chosen) ?? candidates[0]!
}

function labelOf({ schema, name }: SourceTable): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

/** Looks at rows as the messages that a sync would make of them. */
async function observe(invocation: Invocation, reader: PostgresReader, targets: PostgresTargets) {
  const observer = openObserver()
  const progress = reportProgress(invocation.io, 'Looking', 'rows')
  const at = invocation.io.clock.now()
  const moment = { at: new Date(at).toISOString(), changed: new Date(at).toISOString(), first: true }
  let rows = 0
  for (const name of POSTGRES_TARGETS) {
    const target = targets[name]
    if (target === undefined || name === 'subscriptions') continue
    const query = { target: name, sql: target.sql, cursor: null, from: null, nulls: true }
    for await (const page of reader.read(query, name === 'events' ? MOST_EVENTS : MOST_OTHERS)) {
      for (const row of page) {
        const telling = tellRow(name as TargetName, target as never, { row: valuesOf(row), before: null, moment })
        if (telling.kind === 'told') for (const message of telling.messages) observer.see(message)
      }
      rows += page.length
      progress.update(rows, null)
      if (invocation.io.signal.aborted) throw telltaleError('cancelled', { kept: 'Nothing was written.' })
    }
  }
  return observer.survey()
}

function nothingFound(tables: readonly SourceTable[]): Error {
  const seen = tables.map(labelOf).slice(0, 20).join(', ')
  const expected = `a database with a table of accounts or users, or --account-table; it has ${seen === '' ? 'no table that this user may read' : seen}`
  return telltaleError('bad_argument', { argument: '--from', value: 'the database', expected })
}
