import { plural } from '../../config/describe/describe-window.ts'
import type { BandChanges, BandChangesQuery } from '../../contract/band-changes.ts'
import { telltaleError } from '../../core/errors.ts'
import { dayToIso } from '../../core/time.ts'
import { type BandTable, tabulateBands } from '../../judge/tabulate-bands.ts'
import type { BandMove } from '../../store/control/read-open-bands.ts'
import type { Project } from '../project.ts'
import { movesUpTo, standingHistory } from '../stand/moves-up-to.ts'
import { bandedNames, bandNames } from './band-names.ts'
import type { BandTables } from './keep-band-tables.ts'
import { closedDay } from './read-account-detail.ts'
import { nameOfEntity } from './read-signals.ts'
import type { AccountMove } from './replay-moves.ts'

const PERIOD_DAYS = 28

/**
 * From which band to which accounts went within a period, from the log of transitions; of days that were imported later, which knows no crossings of them, by a replay.
 * @throws unknown_name, bad_argument
 */
export async function readBandChanges(
  project: Project,
  tableOf: BandTables,
  { score, limit, replay, stands, was, is, ...asked }: BandChangesQuery,
): Promise<BandChanges> {
  const { model } = project.config.judged
  const valid = bandedNames(model)
  if (!valid.includes(score))
    throw telltaleError('unknown_name', { what: 'score of accounts', name: score, valid: valid.join(', ') || 'none' })
  const latest = project.judgedDay ?? 0
  const last = asked.to === undefined ? latest : closedDay(asked.to, latest)
  const first = asked.from === undefined ? last - PERIOD_DAYS + 1 : closedDay(asked.from, last)
  const history = stands ? await standingHistory(project) : null
  const to = history?.day ?? last
  const from = first - last + to
  const bands = history?.bands[score] ?? bandNames(model, score)
  const moves = history?.moves ?? (replay ? await movesUpTo(project, to) : null)
  const cell = was === undefined || is === undefined ? {} : { cell: { from: bandOf(was), to: bandOf(is) } }
  const period = { bands, from, to, ...cell }
  const { cells, crossings, members, ...table } =
    moves === null ? await tableOf(score, period) : tabulateBands(ofScore(moves, score), period)
  return {
    ...{ score, from: dayToIso(from), to: dayToIso(to), sentence: phraseMoves(cells, bands) },
    cells: cells.map((one) => ({ ...one })),
    members: members.slice(0, limit).map((account) => ({ account })),
    bands: table.bands.map((band) => ({ ...band, daily: [...band.daily] })),
    crossings: crossings.slice(0, limit).map(({ day, ...rest }) => {
      const name = nameOfEntity(project, { level: 'account', account: rest.account })
      return { ...rest, name, day: dayToIso(day) }
    }),
    total: crossings.length,
  }
}

function bandOf(name: string): string | null {
  return name === 'none' ? null : name
}

/** Of one score, of all that is told of accounts. */
function ofScore(moves: readonly AccountMove[], score: string): BandMove[] {
  return moves.flatMap(({ subject, name, account, what, asOf, cause }) =>
    subject === 'band' && name.startsWith(`${score}.`)
      ? [{ account, band: name.slice(score.length + 1), what, asOf, cause }]
      : [],
  )
}

const said = (n: number): string => n.toLocaleString('en')

/** "Of 34 accounts, 14 in a better band than before, 5 in a worse one; 1 in none any more; 3 in a band for the first time, or again." */
function phraseMoves(cells: BandTable['cells'], bands: readonly string[]): string {
  const sum = (test: (from: number, to: number) => boolean) =>
    cells
      .filter(({ from, to }) => test(from === null ? -1 : bands.indexOf(from), to === null ? -1 : bands.indexOf(to)))
      .reduce((total, { accounts }) => total + accounts, 0)
  const before = sum((from) => from >= 0)
  const fresh = sum((from) => from < 0)
  const gone = sum((from, to) => from >= 0 && to < 0)
  const better = sum((from, to) => from >= 0 && to >= 0 && to < from)
  const worse = sum((from, to) => from >= 0 && to > from)
  return [
    `Of ${plural(before, 'account')}, ${said(better)} in a better band than before, ${said(worse)} in a worse one`,
    ...(gone === 0 ? [] : [`${said(gone)} in none any more`]),
    ...(fresh === 0 ? [] : [`${said(fresh)} in a band for the first time, or again`]),
  ]
    .join('; ')
    .concat('.')
}
