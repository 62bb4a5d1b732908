import type { MergeRequest, MovedAccounts, SplitRequest } from '../contract/moved-accounts.ts'
import { telltaleError } from '../core/errors.ts'
import { DAY_MAX } from '../core/time.ts'
import { personsIn } from '../ingest/actor-table.ts'
import { accountOf, actorsOf, personOf } from '../ingest/attribution-state.ts'
import type { ControlRecord } from '../store/log/log-record.ts'
import { appendControl } from './apply/live-log.ts'
import type { Project } from './project.ts'

type Part = Pick<Project, 'live' | 'store' | 'clock' | 'applier'>

/**
 * One account becomes part of another, over all of history: its events, members, properties and subscriptions. Whoever names it later means the other.
 * Durable when it returns. @throws not_found, bad_argument
 */
export async function mergeAccounts(project: Part, from: string, { into }: MergeRequest): Promise<MovedAccounts> {
  expectAccounts(project, from, into)
  const target = accountOf(project.applier.attribution, into)
  if (target === from) throw bad('into', into, 'an account that is not part of this one already')
  const at = project.clock.now()
  return write(project, { kind: 'account_merged', from, into: target, at })
}

/** Some people of an account, with what they did from a moment on, become another account. Durable when it returns. @throws not_found, bad_argument */
export async function splitAccount(
  project: Part,
  from: string,
  { into, people, at }: SplitRequest,
): Promise<MovedAccounts> {
  expectAccounts(project, from, from)
  if (accountOf(project.applier.attribution, into) === from) throw bad('into', into, 'another account')
  const missing = people.find((person) => project.store.dictionary.actor.idOf(actorOf(person)) === undefined)
  if (missing !== undefined) throw telltaleError('not_found', { what: 'person', name: missing.slice(0, 200) })
  const stranger = await firstStranger(project, from, people)
  if (stranger !== null) throw bad('people', stranger, `people of ${from}: members, or who did something there`)
  const now = project.clock.now()
  const since = at === undefined ? now : Date.parse(at)
  if (since > now) throw bad('at', at!, 'a moment that has passed')
  return write(project, { kind: 'account_split', from, into, persons: people.map(actorOf), at: since })
}

/** The first who was never a member of the account nor did anything there; null: none. */
async function firstStranger(
  { store, applier }: Part,
  account: string,
  people: readonly string[],
): Promise<string | null> {
  const { attribution } = applier
  const members = new Set(personsIn(attribution.actors, account))
  for (const one of people) {
    const person = personOf(attribution, actorOf(one))
    if (!members.has(person) && !(await wasThere(store, account, actorsOf(attribution, person)))) return one
  }
  return null
}

async function wasThere(
  { dictionary, scanEvents }: Part['store'],
  account: string,
  keys: readonly string[],
): Promise<boolean> {
  const actors = keys.flatMap((key) => dictionary.actor.idOf(key) ?? [])
  const within = {
    names: null,
    withExcluded: true,
    by: 'happened',
    days: { from: 0, to: DAY_MAX },
    latest: 1,
  } as const
  const accounts = Int32Array.of(dictionary.account.idOf(account)!)
  for await (const block of scanEvents({ ...within, accounts, actors })) if (block.length > 0) return true
  return false
}

/** `ana` is the user of that id; `u:ana` and `a:7f3` are named as they are kept. */
function actorOf(person: string): string {
  return /^[ua]:/.test(person) ? person : `u:${person}`
}

function expectAccounts({ store, applier }: Part, from: string, into: string): void {
  const unknown = [from, into].find((key) => store.dictionary.account.idOf(key) === undefined)
  if (unknown !== undefined) throw telltaleError('not_found', { what: 'account', name: unknown.slice(0, 200) })
  const now = accountOf(applier.attribution, from)
  if (now !== from) throw bad('account', from, `one that is not part of ${now} already`)
}

function bad(argument: string, value: string, expected: string): Error {
  return telltaleError('bad_argument', { argument, value: JSON.stringify(value.slice(0, 200)), expected })
}

type Moving = Extract<ControlRecord, { kind: 'account_merged' | 'account_split' }>

async function write({ live }: Part, record: Moving): Promise<MovedAccounts> {
  const { firstN } = await appendControl(live, record)
  return {
    what: record.kind === 'account_merged' ? 'merged' : 'split',
    from: record.from,
    into: record.into,
    at: new Date(record.at).toISOString(),
    people: record.kind === 'account_merged' ? [] : record.persons.map((person) => person.slice(2)),
    position: firstN,
  }
}
