/** A second reading of the signals of `examples/git`: plain loops over the days of one repository, sharing nothing with the product. */

export type Commit = { readonly day: number; readonly author: string }
export type NaiveEpisode = { readonly signal: string; readonly opened: string; readonly closed: string | null }
type Verdict = boolean | null
type Rule = {
  readonly applies: Verdict
  readonly when: Verdict
  readonly until: Verdict
  readonly minimum: number
  readonly cooldown: number
}

const MS = 86_400_000
const iso = (day: number): string => new Date(day * MS).toISOString().slice(0, 10)

/** Numbers of a repository at the close of a day. */
export type Numbers = {
  readonly months: number
  readonly sinceCommit: number
  readonly commits90: number
  readonly commits90Before: number
  readonly authors28: number
  readonly authors90: number
  readonly authors90Before: number
  readonly authors365Before: number
  readonly activeDays28: number
}

export function numbersOn(commits: readonly Commit[], day: number): Numbers {
  const known = commits.filter((one) => one.day <= day)
  const within = (from: number, to: number) => known.filter((one) => one.day > day - from && one.day <= day - to)
  const authors = (some: readonly Commit[]) => new Set(some.map((one) => one.author)).size
  return {
    months: monthsBetween(Math.min(...known.map((one) => one.day)), day),
    sinceCommit: day - Math.max(...known.map((one) => one.day)),
    commits90: within(90, 0).length,
    commits90Before: within(180, 90).length,
    authors28: authors(within(28, 0)),
    authors90: authors(within(90, 0)),
    authors90Before: authors(within(180, 90)),
    authors365Before: authors(within(455, 90)),
    activeDays28: new Set(within(28, 0).map((one) => one.day)).size,
  }
}

/** Whole calendar months, then the share of the running one. */
function monthsBetween(from: number, to: number): number {
  const shift = (months: number): number => {
    const start = new Date(from * MS)
    const last = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months + 1, 0)).getUTCDate()
    return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, Math.min(start.getUTCDate(), last)) / MS
  }
  let whole = 0
  while (shift(whole + 1) <= to) whole++
  return whole + (to - shift(whole)) / (shift(whole + 1) - shift(whole))
}

const over = (top: number, bottom: number): number | null => (bottom === 0 ? null : top / bottom)
const check = (value: number | null, test: (value: number) => boolean): Verdict => (value === null ? null : test(value))
const both = (a: Verdict, b: Verdict): Verdict =>
  a === false || b === false ? false : a === null || b === null ? null : true
const either = (a: Verdict, b: Verdict): Verdict =>
  a === true || b === true ? true : a === null || b === null ? null : false

function rulesOn(n: Numbers): Record<string, Rule> {
  const commitsTrend = over(n.commits90 - n.commits90Before, n.commits90Before)
  const authorsTrend = over(n.authors90 - n.authors90Before, n.authors90Before)
  const perAuthor = over(n.commits90, n.authors90)
  return {
    loneMaintainer: {
      applies: n.months > 12 && n.authors90 >= 1,
      when: n.authors90 <= 1 && n.authors365Before >= 3,
      until: n.authors90 >= 3,
      minimum: 7,
      cooldown: 0,
    },
    goingQuiet: {
      applies: n.months > 6 && n.sinceCommit < 90,
      when: both(
        check(commitsTrend, (x) => x <= -0.6),
        n.sinceCommit >= 14,
      ),
      until: either(
        check(commitsTrend, (x) => x > -0.3),
        n.activeDays28 >= 8,
      ),
      minimum: 7,
      cooldown: 30,
    },
    dormant: { applies: true, when: n.sinceCommit >= 90, until: n.sinceCommit < 7, minimum: 1, cooldown: 0 },
    contributorsGrowing: {
      applies: n.months > 12,
      when: both(
        check(authorsTrend, (x) => x >= 0.5),
        n.authors90 >= 10,
      ),
      until: check(authorsTrend, (x) => x < 0.1),
      minimum: 7,
      cooldown: 30,
    },
    newcomerWave: {
      applies: true,
      when: both(
        n.authors28 >= 15,
        check(perAuthor, (x) => x < 4),
      ),
      until: n.authors28 < 10,
      minimum: 1,
      cooldown: 60,
    },
  }
}

type Memory = { open: NaiveEpisode | null; run: number; closed: number }

/** Every episode of one repository up to a day, oldest first by the day judged. */
export function naiveEpisodes(commits: readonly Commit[], last: number): NaiveEpisode[] {
  const memories = new Map<string, Memory>()
  const episodes: NaiveEpisode[] = []
  const sorted = commits.toSorted((a, b) => a.day - b.day)
  for (let day = sorted[0]?.day ?? last + 1; day <= last; day++) {
    for (const [signal, rule] of Object.entries(rulesOn(numbersOn(recent(sorted, day), day)))) {
      const memory = memories.get(signal) ?? { open: null, run: 0, closed: Number.NEGATIVE_INFINITY }
      memories.set(signal, memory)
      if (memory.open !== null) {
        if (rule.applies !== false && rule.until !== true) continue
        episodes.push({ ...memory.open, closed: iso(day) })
        Object.assign(memory, { open: null, run: 0, closed: day })
        continue
      }
      if (rule.applies === false || rule.when === false) memory.run = 0
      if (rule.applies !== true || rule.when !== true) continue
      memory.run++
      if (memory.run < rule.minimum || day - memory.closed <= rule.cooldown) continue
      Object.assign(memory, { open: { signal, opened: iso(day), closed: null }, run: 0 })
    }
  }
  for (const { open } of memories.values()) if (open !== null) episodes.push(open)
  return episodes
}

/** The first commit, for the age, and those a window can reach: a scan of all for each of 5,000 days would be slow. */
function recent(sorted: readonly Commit[], day: number): Commit[] {
  const [first] = sorted
  if (first === undefined) return []
  const from = sorted.findIndex((one) => one.day > day - 456)
  const start = from === -1 ? sorted.length - 1 : Math.max(0, from - 1)
  const end = sorted.findIndex((one) => one.day > day)
  return [first, ...sorted.slice(start === 0 ? 1 : start, end === -1 ? undefined : end)]
}
