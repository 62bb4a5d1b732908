import { cleanId } from '../clean-id.ts'
import { isRecord, type JsonRecord } from '../message-draft.ts'
import type { AccountKeySeen } from './survey.ts'

/** What was seen of the places where an event may name its account. */
export type AccountLooks = {
  events: number
  readonly paths: Map<string, PathLooks>
}

type PathLooks = {
  seen: number
  /** Each account with the day it was seen on last, in the order of the rows: forwards or backwards in time. */
  readonly accounts: Map<string, number>
  /** By number of the person the account they were seen in; null: more than one. */
  readonly of: Map<number, string | null>
  /** How many pauses were so many days long: 1 where an active day follows another. */
  readonly pauses: Uint32Array
}

const MOST_ACCOUNTS = 100_000
const LONGEST_PAUSE = 365
/** Words for a company, in names of properties. */
const COMPANY =
  /^(account|company|organi[sz]ation|org|workspace|tenant|team|group|customer|site|project|repo|repository)([ _-]?(id|key|slug|uuid|name))?$/i

export function makeAccountLooks(): AccountLooks {
  return { events: 0, paths: new Map() }
}

export type Sighting = { readonly person: number; readonly day: number }

/** Looks at `context.groupId`, and at properties that are called like a company. */
export function noteAccounts(looks: AccountLooks, message: JsonRecord, sighting: Sighting): void {
  looks.events++
  const { context, properties } = message
  if (isRecord(context) && Object.hasOwn(context, 'groupId'))
    noteAccount(looks, 'context.groupId', { ...sighting, value: context.groupId })
  if (!isRecord(properties)) return
  for (const key in properties)
    if (isCompany(key)) noteAccount(looks, `properties.${key}`, { ...sighting, value: properties[key] })
}

const companies = new Map<string, boolean>()

function isCompany(key: string): boolean {
  const known = companies.get(key)
  if (known !== undefined) return known
  const found = COMPANY.test(key.replaceAll(/([a-z])([A-Z])/g, '$1_$2'))
  if (companies.size < 10_000) companies.set(key, found)
  return found
}

function noteAccount(
  looks: AccountLooks,
  path: string,
  { person, day, value }: Sighting & { readonly value: unknown },
): void {
  const id = cleanId(value)
  if (id.kind !== 'id') return
  const account = id.id
  const own = pathOf(looks, path)
  own.seen++
  const before = own.of.get(person)
  if (before === undefined) own.of.set(person, account)
  else if (before !== account) own.of.set(person, null)
  const last = own.accounts.get(account)
  if (last !== undefined && last !== day) own.pauses[Math.min(Math.abs(day - last), LONGEST_PAUSE)]!++
  if (last !== day && (last !== undefined || own.accounts.size < MOST_ACCOUNTS)) own.accounts.set(account, day)
}

function pathOf({ paths }: AccountLooks, path: string): PathLooks {
  const known = paths.get(path)
  if (known !== undefined) return known
  const made = { seen: 0, accounts: new Map(), of: new Map(), pauses: new Uint32Array(LONGEST_PAUSE + 1) }
  paths.set(path, made)
  return made
}

export function readAccountKeys({ events, paths }: AccountLooks): AccountKeySeen[] {
  return [...paths]
    .map(([path, { seen, accounts, of, pauses }]) => ({
      path,
      share: events === 0 ? 0 : seen / events,
      accounts: accounts.size,
      several: of.size === 0 ? 0 : [...of.values()].filter((account) => account === null).length / of.size,
      usualPause: usualPause(pauses),
    }))
    .sort((a, b) => b.share - a.share || a.accounts - b.accounts || (a.path < b.path ? -1 : 1))
}

/** 95 of 100 pauses last at most so many days; null: there are fewer than 100. */
function usualPause(pauses: Uint32Array): number | null {
  const all = pauses.reduce((sum, n) => sum + n, 0)
  if (all < 100) return null
  let left = all * 0.95
  for (const [length, n] of pauses.entries()) {
    left -= n
    if (left <= 0) return length
  }
  return LONGEST_PAUSE
}
