import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig } from '../../config/load-config.ts'
import type { EventDictionary, EventName } from '../../contract/dictionary.ts'
import type { QuarantinePage } from '../../contract/events.ts'
import type { IncidentList } from '../../contract/incidents.ts'
import { MANY_PROPERTIES } from '../../contract/phrase-faults.ts'
import type { ServerStatus } from '../../contract/status.ts'
import { UNATTRIBUTED } from '../../contract/unattributed.ts'
import { TelltaleError } from '../../core/errors.ts'
import { REASONS, type Reason, WARNINGS, type Warning } from '../../store/analytic/message.ts'
import type { Invocation } from '../command.ts'
import { connect } from '../connect.ts'
import { counted } from '../counted.ts'
import { findConfig } from '../find-config.ts'
import { judgeIncidents } from './check-incidents.ts'
import { bad, type Diagnosis, fine, note } from './diagnosis.ts'
import { judgeAgainstData } from './judge-against-data.ts'

/** Few are normal in any product (a visitor before he signs up, an old client); from here on somebody should look. */
const TOO_MANY = 0.01

/** What became of the events there are: without account, refused, excluded, accepted with a warning. Empty when there is no data yet. */
export async function checkEvents(invocation: Invocation): Promise<readonly Diagnosis[]> {
  if (!existsSync(join(invocation.dataDir, 'control.sqlite'))) return []
  try {
    const connection = await connect(invocation)
    try {
      const status = await connection.get<ServerStatus>('/status')
      const quarantine = await connection.get<QuarantinePage>('/quarantine?limit=1')
      const { data: names } = await connection.get<EventDictionary>('/events?limit=5000')
      const incidents = await connection.get<IncidentList>('/incidents')
      const configPath = findConfig(invocation)
      const model = configPath === null ? null : (await loadConfig(configPath)).model
      return [
        ...judgeEvents(status, quarantine),
        ...judgeIncidents(incidents.data),
        ...judgeProperties(names),
        ...(model === null ? [] : judgeAgainstData(model, status)),
      ]
    } finally {
      await connection.close()
    }
  } catch (error) {
    if (!(error instanceof TelltaleError)) throw error
    return [bad('events', error.message, 'Mend this, then ask again.')]
  }
}

export function judgeEvents(
  status: ServerStatus,
  quarantine: Pick<QuarantinePage, 'total' | 'byReason'>,
): readonly Diagnosis[] {
  const { counts, unattributed, unclaimed, warnings } = status
  const total = counts.events + quarantine.total
  const all = fine(
    'events',
    `${counted(counts.events, 'event')} of ${counted(counts.accounts, 'account')} and ${counted(counts.persons, 'person', 'people')}`,
  )
  return [
    all,
    ...unattributed.map(({ events, what, mend }) =>
      grade(events, counts.events)('accounts', `${counted(events, 'event')} ${what}`, mend),
    ),
    ...judgeUnclaimed(unclaimed),
    ...quarantine.byReason.map(({ reason, n }) =>
      grade(n, total)(
        'quarantine',
        `${number(n)} refused as ${reason}: ${REASONS[reason as Reason] ?? ''}`,
        `See them: telltale quarantine --reason ${reason}`,
      ),
    ),
    ...(counts.excluded === 0
      ? []
      : [note('excluded', `left out by the configuration: ${counted(counts.excluded, 'event')}`)]),
    ...Object.entries(warnings).map(([warning, n]) => judgeWarning(warning as Warning, n, total)),
  ]
}

/** From here on all ids are of that kind: it is how the product names its users, as a key of a table or an address. */
const ALL = 0.95

function judgeWarning(warning: Warning, n: number, total: number): Diagnosis {
  const what = `${counted(n, 'event')} taken with ${warning}: ${WARNINGS[warning] ?? ''}`
  if (warning === 'id_unusual' && n >= total * ALL)
    return note(
      'warnings',
      what,
      'Nearly all are, so that no ids of two kinds seem to be mixed: leave it where users are called so.',
    )
  return grade(n, total)('warnings', what, 'They count; mend the sender where this should not be.')
}

/** All properties are kept and can be asked for; but nobody finds a name among thousands, nor adds up what each event calls otherwise. */
export function judgeProperties(names: readonly Pick<EventName, 'name' | 'propertyNames'>[]): readonly Diagnosis[] {
  return names
    .filter(({ propertyNames }) => propertyNames > MANY_PROPERTIES)
    .map(({ name, propertyNames }) =>
      note(
        'properties',
        `the latest 50 events called ${JSON.stringify(name)} have ${number(propertyNames)} different properties`,
        'Where ids or times are their names, send them as values: { file: "a1", size: 3 } instead of { "a1": 3 }.',
      ),
    )
}

/** Why signals of an account stay as they are: named, because nothing else shows it. */
function judgeUnclaimed(unclaimed: ServerStatus['unclaimed']): readonly Diagnosis[] {
  if (unclaimed.length === 0) return []
  const accounts = unclaimed.map(({ account, events }) => `${account} (${counted(events, 'event')})`).join(', ')
  return [
    note(
      'accounts',
      `members of ${accounts} joined another account too, and no longer say which they mean: where that matters, no signal of these accounts opens or closes`,
      UNATTRIBUTED.several_accounts.mend,
    ),
  ]
}

function grade(n: number, of: number): typeof bad {
  return n > of * TOO_MANY ? bad : note
}

function number(n: number): string {
  return n.toLocaleString('en')
}
