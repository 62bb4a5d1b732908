import { type Day, dayToIso } from '../../core/time.ts'
import { estimateMean } from '../../stats/samples/estimate-mean.ts'
import { sumExactly } from '../../stats/samples/sum-exactly.ts'
import { ratioOf } from '../question/numbers.ts'
import { signUpOf } from '../question/read-sign-ups.ts'
import type { ScoreTally } from '../question/report-source.ts'
import {
  daysBetween,
  everyone,
  isIn,
  type Measure,
  type Measuring,
  measured,
  partOf,
  shareOf,
  shareRow,
  untold,
} from './measured.ts'

const WEEKS = 8
const NAMES = { account: 'engagement', member: 'memberEngagement' } as const

/** The mean of the score of engagement, and how it was at the close of each of the last weeks. */
export const measureEngagement: Measure<'engagement'> = async ({ level }, measuring) => {
  const { last } = measuring
  if (scoreOf(measuring, NAMES[level], level) === undefined)
    return untold(`the configuration has no score ${NAMES[level]} of ${level}s`)
  const own = await talliesOn(measuring, level, last)
  // Members of one account are not independent of each other: their mean has no limits of this kind.
  const mean = level === 'member' ? null : estimateMean(own.map(({ sum }) => sum))
  const interval = mean === null ? null : { lower: mean.lower, upper: mean.upper }
  const rows: { label: string; value: number | null }[] = []
  if (measuring.group === null && last === measuring.reading.last)
    for (let week = WEEKS - 1; week >= 0; week--) {
      const day = last - 7 * week
      rows.push({ label: dayToIso(day), value: meanOf(await talliesOn(measuring, level, day)) })
    }
  return measured(
    { value: meanOf(own), interval, period: daysBetween(last, last), rows, ...accountsOf(own) },
    `of no ${level} the engagement is known`,
  )
}

function accountsOf(tallies: readonly ScoreTally[]) {
  return everyone(
    'account',
    tallies.map(({ account }) => account),
  )
}

function meanOf(tallies: readonly ScoreTally[]): number | null {
  const known = tallies.reduce((total, tally) => total + tally.known, 0)
  return ratioOf(sumExactly(tallies.map(({ sum }) => sum)), known)
}

async function talliesOn(measuring: Measuring, level: 'account' | 'member', day: Day): Promise<readonly ScoreTally[]> {
  const { reading, group } = measuring
  const days = Array.from({ length: WEEKS }, (_, i) => reading.last - 7 * i)
  const all = await reading.scores({
    score: NAMES[level],
    level,
    days: [...new Set([...days, day])].sort((a, b) => a - b),
  })
  const isThere = await readPresence(measuring, day)
  return all.filter((one) => one.day === day && one.known > 0 && isThere(one.account) && isIn(group, one.account, day))
}

/** Who is in the best band of the score of that name. */
export const measureQualified: Measure<'qualified'> = async ({ level }, measuring) => {
  const { last, group } = measuring
  const name = level === 'member' ? 'pql' : 'pqa'
  const best = scoreOf(measuring, name, level)?.bands[0]?.name
  if (best === undefined) return untold(`the configuration has no score ${name} of ${level}s with bands`)
  const all = await measuring.reading.scores({ score: name, level, days: [last] })
  const isThere = await readPresence(measuring, last)
  const own = all.filter(({ account }) => isThere(account) && isIn(group, account, last))
  const sum = (of: 'best' | 'banded') => own.reduce((total, tally) => total + tally[of], 0)
  const rows = [shareRow(best, sum('best'), sum('banded'))]
  const who = accountsOf(own.filter(({ best }) => best > 0))
  return measured({ value: sum('best'), period: daysBetween(last, last), rows, ...who }, '')
}

/** The share of accounts in the best band of health, and in each. */
export const measureHealth: Measure<'health'> = async (_, measuring) => {
  const { reading, group, last } = measuring
  const name = reading.model.worklist.health ?? 'health'
  const bands = scoreOf(measuring, name, 'account')?.bands ?? []
  if (bands.length === 0) return untold(`the configuration has no score ${name} with bands`)
  const bandOf = await reading.bands(name)
  const counts = new Map<string, number>()
  const bandBy = new Map<number, string>()
  const isThere = await readPresence(measuring, last)
  for (const account of (await reading.accountSignUps()).keys()) {
    const band = isThere(account) && isIn(group, account, last) ? bandOf(`band:${name}`, account, last) : null
    if (band === null) continue
    bandBy.set(account, band)
    counts.set(band, (counts.get(band) ?? 0) + 1)
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const rows = bands.map((band) => shareRow(band.name, counts.get(band.name) ?? 0, total))
  const who = partOf('account', bandBy.keys(), (id) => bandBy.get(id) === bands[0]!.name)
  return measured(
    { ...shareOf(rows[0]!.count!, total), period: daysBetween(last, last), rows, ...who },
    'of no account the health is known',
  )
}

/** Whether an account had signed up by a day. */
async function readPresence({ reading }: Measuring, day: Day): Promise<(account: number) => boolean> {
  const signUps = await reading.accountSignUps()
  return (account) => {
    const one = signUps.get(account)
    return one !== undefined && reading.zone.dayOf(signUpOf(one)) <= day
  }
}

function scoreOf({ reading }: Measuring, key: string, level: 'account' | 'member') {
  return reading.model.scores.find((score) => score.key === key && score.level === level)
}
