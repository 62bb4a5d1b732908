import type { RestatedBy } from '../../contract/restatements.ts'
import { contentHash } from '../../core/hash.ts'
import { dayToIso, isoToDay, type Millis } from '../../core/time.ts'
import { countToldSince } from '../../reports/metrics/count-told-since.ts'
import { listPublished, type PublishedNumber } from '../../reports/metrics/list-published.ts'
import { openReading } from '../../reports/metrics/reading.ts'
import type { ReportSource } from '../../reports/question/report-source.ts'
import { readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import { type KeptNumber, type KeptRestatement, keepNumbers, readNumbers } from '../../store/control/restatements.ts'
import { importLogs } from '../apply/kept-imports.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Project } from '../project.ts'
import { reportSource } from '../read/report-source.ts'

/** With more people, or more accounts, numbers that are gathered one by one of them are worked out only when somebody asks. */
const MOST_PEOPLE = 500_000
const MOST_ACCOUNTS = 2_000
/** Older periods than the twelve months of revenue are not looked at again. */
const KEPT_DAYS = 400

const KEY = 'numbers_worked_out'

/**
 * Works out the numbers of periods that are over, once a day and after whatever may have changed them, and notes each that came out otherwise than before, with what
 * happened between the two. @returns how many did
 */
export async function restateMetrics(project: Project, stop: AbortSignal): Promise<number> {
  const { control, judgedDay: day, store, clock } = project
  if (day === null || store.dictionary.fact.size() === 0) return 0
  const definitions = definitionsOf(project)
  const applied = store.applied()
  const imported = importLogs(project).map((log) => [log, applied[log] ?? 0])
  const positions = JSON.stringify(applied)
  const source = reportSource(project, stop)
  const standing = JSON.stringify([day, definitions, imported, project.applier.attribution.forgotten.size])
  if ((await readMeta(control, KEY)) === standing) return 0
  const at = clock.now()
  const of = {
    people: store.dictionary.actor.size() <= MOST_PEOPLE,
    accounts: store.dictionary.account.size() <= MOST_ACCOUNTS,
  }
  const found = await listPublished(await openReading(source, day, null), of)
  const kept = new Map((await readNumbers(control, dayToIso(day - KEPT_DAYS))).map((one) => [keyOf(one), one]))
  const numbers = found.flatMap(({ value, from, ...one }) =>
    value === null || from === null ? [] : [{ ...one, value, from, definitions, positions, at }],
  )
  const changed = found.filter((one) => isOther(kept.get(keyOf(one)), one.value))
  const restated: KeptRestatement[] = []
  for (const one of changed)
    restated.push(await describe(source, kept.get(keyOf(one))!, { one, definitions, positions, at }))
  const gone = changed.filter(({ value }) => value === null).map((one) => kept.get(keyOf(one))!)
  await keepNumbers(control, { numbers, gone, restated })
  await writeMeta(control, KEY, standing)
  return restated.length
}

/** What numbers are worked out by: of a signal that has other thresholds none comes out otherwise. */
function definitionsOf({ config }: Project): string {
  const { product, account, exclusions, events, activations, metrics } = config.judged.model
  const { watch: _, ...measured } = metrics
  return contentHash([product, account, exclusions, events, activations, measured])
}

type Positions = Readonly<Record<string, number>>

type Found = {
  readonly one: PublishedNumber
  readonly definitions: string
  readonly positions: string
  readonly at: Millis
}

async function describe(
  source: ReportSource,
  before: KeptNumber,
  { one, definitions, positions, at }: Found,
): Promise<KeptRestatement> {
  const [had, has] = [before.positions, positions].map((text) => JSON.parse(text) as Positions) as [
    Positions,
    Positions,
  ]
  const told = await countToldSince(source, { log: LIVE_LOG, behind: had[LIVE_LOG] ?? 0, to: isoToDay(one.to)! })
  const logs = Object.keys(has).filter((log) => log !== LIVE_LOG && has[log]! > (had[log] ?? 0))
  const by: RestatedBy[] = [
    ...(before.definitions === definitions ? [] : [uncounted('config', [])]),
    ...(logs.length === 0 ? [] : [uncounted('import', logs)]),
    ...told,
  ]
  const { metric, to, value, currency } = one
  return {
    ...{ metric, from: before.from, to, currency: currency ?? before.currency, old: before.value, new: value },
    ...{ heldAt: before.at, seenAt: at, by: JSON.stringify(by) },
  }
}

function uncounted(what: RestatedBy['what'], names: string[]): RestatedBy {
  return { what, count: null, names }
}

/** Of one metric no two periods end on the same day. */
function keyOf({ metric, to }: Pick<KeptNumber, 'metric' | 'to'>): string {
  return `${metric} ${to}`
}

/** Sums of the same parts in another order are the same number. */
function isOther(before: KeptNumber | undefined, value: number | null): boolean {
  if (before === undefined) return false
  if (value === null) return true
  return Math.abs(value - before.value) > 1e-9 * Math.max(1, Math.abs(before.value))
}
