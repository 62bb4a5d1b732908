import type { Stretch } from './account-at.ts'
import { setStretches, stretchesOf } from './actor-table.ts'
import type { Attributing, Lesson } from './attribution-state.ts'
import { replaceMemberships } from './record-moves.ts'

export type Belonging = { readonly person: string; readonly account: string; readonly role: string | null }

/** A person is in an account from a moment on. Known already: only a new role is news. Earlier than known: the gap before the next stretch is added. */
export function openMembership(at: Attributing, lesson: Lesson, { person, account, role }: Belonging): void {
  const known = stretchesOf(at.state.actors, person)
  const index = known.findIndex((stretch) => stretch.account === account && covers(stretch, lesson.ts))
  const current = known[index]
  if (current !== undefined) {
    if (role === null || role === current.role) return
    const renamed: Stretch = { ...current, role }
    setStretches(at.state.actors, person, known.with(index, renamed))
    keepRow(at, lesson, { person: person, ...renamed })
    return
  }
  const later = known.filter((stretch) => stretch.account === account && stretch.from > lesson.ts)
  const to = later.length === 0 ? null : Math.min(...later.map((stretch) => stretch.from))
  const opened: Stretch = { account, from: lesson.ts, to, role }
  keepRow(at, lesson, { person: person, ...opened })
  replaceMemberships(at, lesson, { person, after: [...known, opened] })
}

/** A person leaves an account: every stretch there that holds the moment ends. Not a member at that moment: nothing to say. */
export function closeMembership(at: Attributing, lesson: Lesson, { person, account, role }: Belonging): void {
  const known = stretchesOf(at.state.actors, person)
  let left = false
  const after = known.map((stretch): Stretch => {
    if (stretch.account !== account || !covers(stretch, lesson.ts)) return stretch
    left = true
    const closed = { ...stretch, to: lesson.ts, role: role ?? stretch.role }
    keepRow(at, lesson, { person: person, ...closed })
    return closed
  })
  if (left) replaceMemberships(at, lesson, { person, after })
}

/** A later row of the same account, person and `from` supersedes an earlier one. */
export function keepRow(at: Attributing, { n, knownAt }: Lesson, row: Stretch & { readonly person: string }): void {
  at.memberships.push({ n, knownAt, ...row })
}

function covers(stretch: Stretch, ts: number): boolean {
  return stretch.from <= ts && (stretch.to === null || ts < stretch.to)
}
