import type { SignalType } from '../config/model.ts'
import type { Suggestion, Worklist } from '../config/worklist.ts'
import type { Day } from '../core/time.ts'
import type { Measured, Reason, WorkAccount } from './task.ts'

/** An open episode of a signal that suggests something. */
export type OpenEpisode = {
  readonly id: string
  readonly account: string
  /** The person that it is about; null: the account itself. */
  readonly member: string | null
  readonly title: string
  readonly type: SignalType
  readonly suggest: Suggestion
  readonly escalated: boolean
  /** Absent: nothing was measured. */
  readonly measured?: Measured | undefined
  /** The judged day at which it opened, and the first day on which it could be seen. */
  readonly since: Day
  readonly seen: Day
}

/** The band of a score that an account is in; `badness`: 0 the best of the score, 1 the worst. */
export type BandStay = {
  readonly account: string
  readonly score: string
  readonly band: string
  readonly since: Day
  /** The first day on which it could be seen: what an import brought was not seen before it. */
  readonly seen: Day
  readonly badness: number
}

export type Happening = {
  readonly worklist: Worklist
  readonly today: Day
  readonly accounts: readonly WorkAccount[]
  readonly episodes: readonly OpenEpisode[]
  readonly stays: readonly BandStay[]
  /** The day on which history was imported first, before which nobody could see anything; 0: none was. */
  readonly began: Day
}

/** Everything that asks for work, whether it was seen to or not. */
export function listReasons(happening: Happening): Reason[] {
  const { worklist, today, accounts, episodes, stays, began } = happening
  const ages = new Map(accounts.map(({ key, ageDays }) => [key, ageDays]))
  return [
    ...episodes.map(ofEpisode),
    ...stays.flatMap((stay) => ofStay(worklist, stay, { today, ageDays: ages.get(stay.account) ?? null })),
    ...accounts.flatMap((account) => ofRenewal(worklist, account, { today, began })),
  ]
}

function ofEpisode({ id, account, suggest, since, seen, ...what }: OpenEpisode): Reason {
  const { title, type, escalated, member, measured = null } = what
  return { id, account, suggest, since, seen, what: { kind: 'signal', title, type, escalated, member, measured } }
}

type Now = { readonly today: Day; readonly ageDays: number | null }

/** A routine begins with the day after the close at which the band was entered, or later where it says so, and not before anybody could see it. */
function ofStay({ routines }: Worklist, stay: BandStay, { today, ageDays }: Now): Reason[] {
  const { account, score, band, since, badness } = stay
  return routines.flatMap(({ key, suggest, afterDays, age, ...of }) => {
    if (of.score !== score || of.band !== band) return []
    if (age !== null && (ageDays === null || ageDays < age.from || ageDays > age.to)) return []
    const first = age === null || ageDays === null ? 0 : today - ageDays + age.from
    const seen = Math.max(since + 1 + afterDays, first, stay.seen)
    const id = idOf(`routine.${key}`, account, String(since))
    return [{ id, account, suggest, since, seen, what: { kind: 'routine', score, band, badness } }]
  })
}

/** Also after the day itself, until another day is said: a renewal that was missed is not over. */
function ofRenewal(
  { renewals }: Worklist,
  { key, renewsOn, ageDays }: WorkAccount,
  { today, began }: { readonly today: Day; readonly began: Day },
): Reason[] {
  if (renewals === null || renewsOn === null) return []
  const { withinDays, suggest } = renewals
  const begins = Math.max(renewsOn - withinDays, ageDays === null ? 0 : today - ageDays)
  if (today < begins || today > renewsOn + LATE_DAYS) return []
  const id = idOf('renewal', key, String(renewsOn))
  return [
    {
      id,
      account: key,
      suggest,
      since: begins,
      seen: Math.max(begins, began),
      what: { kind: 'renewal', on: renewsOn, withinDays },
    },
  ]
}

const LATE_DAYS = 14

function idOf(...parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join('/')
}
