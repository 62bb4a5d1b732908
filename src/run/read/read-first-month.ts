import { conditionNeeds } from '../../config/expr-needs.ts'
import type { Activation, Model } from '../../config/model.ts'
import type { FirstMonth, MetricRow } from '../../contract/metrics.ts'
import { reportMetrics } from '../../reports/metrics/report-metrics.ts'
import type { Newcomer } from '../../reports/onboarding/newcomer.ts'
import type { ReportSource } from '../../reports/question/report-source.ts'
import { readLastActs } from '../../store/control/task-acts.ts'
import type { Project } from '../project.ts'
import { eventsOfNode } from './events-of-node.ts'
import { reportSource } from './report-source.ts'

type Step = FirstMonth['steps'][number]

/** The first thirty days of measuring as a checklist: each step is done when the configuration or the data say so. */
export async function readFirstMonth(project: Project, stop: AbortSignal): Promise<FirstMonth> {
  const source = reportSource(project, stop)
  const { as_of, metrics } = await reportMetrics(source, { preset: 'starter' })
  const activation = source.model.activations.find(({ level }) => level === 'account') ?? null
  const steps = [
    defineActivation(activation),
    hearItsEvents(source, activation),
    answerFive(metrics),
    giveOwners(source.model, metrics),
    await reviewCohort(source, activation, metrics),
    await intervene(project),
  ]
  return { as_of, steps }
}

function defineActivation(activation: Activation | null): Step {
  const step = 'Define activation in one sentence'
  if (activation !== null) return { step, done: true, because: activation.sentence }
  return { step, done: false, because: 'The configuration has no `activation`.' }
}

/** The events that the milestones rest on have been heard of. */
function hearItsEvents({ model, store }: ReportSource, activation: Activation | null): Step {
  const step = 'Clean the events it rests on'
  if (activation === null) return { step, done: false, because: 'It takes the definition first.' }
  const { idOf } = store.dictionary.fact
  const names = activation.milestones.flatMap(({ reached }) => namesOf(model, reached))
  const heard = (name: string) =>
    [`name:${name}`, `name:$page:${name}`, `name:$screen:${name}`].some((key) => idOf(key) !== undefined)
  const missing = [
    ...new Set(
      names.flatMap((ones) => (ones.some(heard) ? [] : [ones.map((name) => JSON.stringify(name)).join(' or ')])),
    ),
  ]
  if (missing.length === 0)
    return {
      step,
      done: true,
      because: `All ${activation.milestones.length} milestones rest on events that have come in.`,
    }
  return { step, done: false, because: `Never heard of: ${missing.join(', ')}.` }
}

/** By number that the milestone compares: the names its events may have. */
function namesOf(model: Model, reached: number): readonly (readonly string[])[] {
  const { expr } = model.graph.account[reached]!
  if (expr.kind !== 'reached') return []
  return conditionNeeds(expr.when, 'account').nodes.flatMap(({ level, node }) => {
    const events = eventsOfNode(model, { level, node, day: 0 })
    return events === null ? [] : [events.names]
  })
}

function answerFive(metrics: readonly MetricRow[]): Step {
  const untold = metrics.filter(({ value }) => value === null)
  const because =
    untold.length === 0
      ? 'All five numbers are there.'
      : untold.map(({ title, because: reason }) => `${title}: ${reason}.`).join(' ')
  return { step: 'Put the five first numbers on one page', done: untold.length === 0, because }
}

/** A number without somebody who watches it changes nothing. */
function giveOwners({ metrics: { watch } }: Model, metrics: readonly MetricRow[]): Step {
  const owned = ({ id }: MetricRow) => watch.some(({ metric, owner }) => metric === id && owner !== null)
  const without = metrics.filter((one) => !owned(one)).map(({ title }) => title)
  const because =
    without.length === 0 ? 'Somebody watches each.' : `Without a name in metrics.watch: ${without.join(', ')}.`
  return { step: 'Say who watches each', done: without.length === 0, because }
}

async function reviewCohort(
  source: ReportSource,
  activation: Activation | null,
  metrics: readonly MetricRow[],
): Promise<Step> {
  const step = 'See where a cohort stops'
  const rate = metrics.find(({ id }) => id === 'activation_rate')
  if (activation === null || rate?.value == null)
    return { step, done: false, because: `There is none yet: ${rate?.because}.` }
  const all = await source.readNewcomers({ outcome: null, statusAfter: null })
  const stuck = all.filter(({ activatedAt }) => activatedAt === null)
  const from = `Of ${rate.of?.total} that signed up from ${rate.period?.from} to ${rate.period?.to}, ${rate.of?.count} were activated.`
  return { step, done: true, because: `${from} ${whereTheyStop(stuck, activation.milestones.length)}` }
}

function whereTheyStop(stuck: readonly Newcomer[], milestones: number): string {
  if (stuck.length === 0) return 'Nobody has stopped before.'
  const counts = Array.from(
    { length: milestones + 1 },
    (_, n) => stuck.filter(({ reached }) => reached.filter((at) => at !== null).length === n).length,
  )
  const most = counts.indexOf(Math.max(...counts))
  return `Of all ${stuck.length} that never were, most (${counts[most]}) stopped at ${most} of ${milestones} milestones.`
}

/** What was done about somebody counts, not what was said. */
async function intervene({ control }: Project): Promise<Step> {
  const step = 'Do one thing about it'
  const done = (await readLastActs(control)).filter(({ what }) => what === 'done')
  if (done.length > 0)
    return { step, done: true, because: `${done.length === 1 ? 'One task is' : `${done.length} tasks are`} done.` }
  return {
    step,
    done: false,
    because: 'No task has been done: `telltale today` lists them, `telltale tasks done` notes what came of one.',
  }
}
