import type { ControlHeader } from '../store/log/log-record.ts'
import type { Stretch } from './account-at.ts'
import { accountKey } from './account-key.ts'
import { personsIn, setStretches, stretchesOf } from './actor-table.ts'
import {
  ALWAYS,
  type Attributing,
  accountOf,
  actorsOf,
  EVERY_ACTOR,
  type Lesson,
  personOf,
} from './attribution-state.ts'
import { keepRow } from './change-membership.ts'
import { followExclusion, isExcludedAccount } from './follow-exclusion.ts'
import { inheritTraits, noteSeen } from './keep-traits.ts'
import { recordMoves } from './record-moves.ts'

export type AccountMerged = Extract<ControlHeader, { kind: 'account_merged' }>
export type AccountSplit = Extract<ControlHeader, { kind: 'account_split' }>

/** One account takes in another: its events, members and what was known of it, over all history. Whoever names the old key later means the new one. */
export function mergeAccounts(at: Attributing, control: AccountMerged): void {
  const { state } = at
  const into = accountOf(state, control.into)
  const { from } = control
  if (accountOf(state, from) === into) return
  const lesson: Lesson = { n: control.firstN, ts: control.at, knownAt: control.receivedAt }
  for (const [old, now] of state.merged) if (now === from) state.merged.set(old, into)
  state.merged.set(from, into)
  const whole = { actor: EVERY_ACTOR, from, to: into, ...ALWAYS, which: 'all' } as const
  at.moves.push({ n: lesson.n, ...whole, knownAt: lesson.knownAt, excluded: isExcludedAccount(at, into) })
  for (const person of personsIn(state.actors, from)) renameStretches(at, lesson, { person, from, into })
  inheritTraits(at, lesson, { of: 'account', from, into })
  state.excluded.delete(accountKey(from))
  followExclusion(at, lesson, { of: 'account', key: into })
  const seen = state.accountsSeen.get(from)
  if (seen !== undefined) noteSeen(at, { ...lesson, ts: seen }, { of: 'account', key: into })
}

type Renaming = { readonly person: string; readonly from: string; readonly into: string }

/** Each stretch in the old account ends where it began, and is one of the new account. */
function renameStretches(at: Attributing, lesson: Lesson, { person, from, into }: Renaming): void {
  const before = stretchesOf(at.state.actors, person)
  const after = before.map((stretch): Stretch => {
    if (stretch.account !== from) return stretch
    const renamed = { ...stretch, account: into }
    keepRow(at, lesson, { person: person, ...stretch, to: stretch.from })
    keepRow(at, lesson, { person: person, ...renamed })
    return renamed
  })
  setStretches(at.state.actors, person, after)
  recordMoves(at, lesson, { actors: actorsOf(at.state, person), before, after, moved: { from, to: into } })
}

/** Some persons of an account, with what they did from a moment on, become an account of their own. */
export function splitAccount(at: Attributing, control: AccountSplit): void {
  const lesson: Lesson = { n: control.firstN, ts: control.at, knownAt: control.receivedAt }
  const names = { from: accountOf(at.state, control.from), into: accountOf(at.state, control.into) }
  if (names.from === names.into) return
  noteSeen(at, lesson, { of: 'account', key: names.into })
  for (const key of control.persons) {
    const person = personOf(at.state, key.startsWith('u:') || key.startsWith('a:') ? key : `u:${key}`)
    splitPerson(at, lesson, { person, ...names })
  }
}

function splitPerson(at: Attributing, lesson: Lesson, { person, from, into }: Renaming): void {
  const actors = actorsOf(at.state, person)
  const { n, ts, knownAt } = lesson
  for (const actor of actors) {
    const moved = { actor, from, to: into, tsFrom: ts, tsTo: ALWAYS.tsTo, which: 'all' } as const
    at.moves.push({ n, ...moved, knownAt, excluded: isExcludedAccount(at, into) })
  }
  const before = stretchesOf(at.state.actors, person)
  if (before.length === 0) return
  const after = before.flatMap((stretch) => splitStretch(at, lesson, { person, from, into, stretch }))
  setStretches(at.state.actors, person, after)
  recordMoves(at, lesson, { actors, before, after, moved: { from, to: into } })
}

function splitStretch(
  at: Attributing,
  lesson: Lesson,
  of: Renaming & { readonly stretch: Stretch },
): readonly Stretch[] {
  const { stretch } = of
  if (stretch.account !== of.from || (stretch.to !== null && stretch.to <= lesson.ts)) return [stretch]
  const left: Stretch = { ...stretch, to: Math.max(lesson.ts, stretch.from) }
  const right: Stretch = { ...stretch, account: of.into, from: Math.max(lesson.ts, stretch.from) }
  keepRow(at, lesson, { person: of.person, ...left })
  keepRow(at, lesson, { person: of.person, ...right })
  return [left, right]
}
