import type {
  CohortsAnswer,
  ExperimentRequest,
  ExperimentRow,
  Exposure,
  UpliftAnswer,
} from '../../contract/experiments.ts'
import { askServer } from '../ask-server.ts'
import { type CommandSpec, flagOption, type Invocation, textOption } from '../command.ts'
import { queryOf } from '../connect.ts'
import { A_DAY, type NumberRule, neededOption, numberOption, WHOLE } from '../read-option.ts'
import { printable } from '../render/render-table.ts'
import { renderCohorts, renderExperiments, renderUplift } from '../render/render-uplift.ts'
import { watchProof } from '../watch-proof.ts'
import { whoAsks } from '../who-asks.ts'

const PERCENT: NumberRule = {
  valid: (value) => value > 0 && value < 100,
  expected: 'a number of per cent between 0 and 100',
}
const AMOUNT: NumberRule = { valid: (value) => value >= 0, expected: 'an amount' }

export const experimentPlanCommand: CommandSpec = {
  usage: 'experiment plan <name>',
  summary:
    'Settle what an experiment is to find out, before anybody is exposed to it: the outcome, the holdout, and what so many accounts can show.',
  options: [
    { flags: '--outcome <name>', description: 'the one outcome of the configuration that decides' },
    { flags: '--within <days>', description: 'days behind the exposure in which it counts (default: by the outcome)' },
    { flags: '--base <percent>', description: 'of how many it comes where nothing is done (default: as in history)' },
    { flags: '--holdout <percent>', description: 'how many are held back (default: 20)' },
    { flags: '--effect <points>', description: 'the difference that is to be found, in points of per cent' },
    { flags: '--units <count>', description: 'or the accounts for which it is planned' },
    { flags: '--per-week <count>', description: 'accounts that come in a week' },
    { flags: '--covariate <name>', description: 'a score or indicator known before, by which noise is taken off' },
    { flags: '--guardrails <events>', description: 'events of which more is harm, with commas between' },
    { flags: '--segment <name>', description: 'the segment by which the effect is told apart' },
    {
      flags: '--control <variation>',
      description: 'for an experiment of the product itself: its control; exposures are its events “Experiment Viewed”',
    },
    { flags: '--by <name>', description: 'who plans it (default: the user of this machine)' },
  ],
  examples: [
    'npx telltale experiment plan rescue --outcome churned --within 60 --base 20 --effect 8 --per-week 25',
    'npx telltale experiment plan new-editor --outcome converted --units 4000 --holdout 50 --control control',
  ],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const { io } = invocation
      const request = requestOf(invocation)
      const row = await watchProof(io, connection, (run) =>
        connection.post<ExperimentRow>('/experiments', { ...request, run }),
      )
      return { answer: row, text: `${printable(row.name)} (${row.version}) is planned. ${row.sentence}` }
    }),
}

function requestOf(
  invocation: Invocation,
): Omit<ExperimentRequest, 'holdout'> & { readonly holdout?: number | undefined } {
  const part = (name: string): number | undefined => {
    const percent = numberOption(invocation, name, PERCENT)
    return percent === null ? undefined : percent / 100
  }
  const whole = (name: string): number | undefined => numberOption(invocation, name, WHOLE) ?? undefined
  const text = (name: string): string | undefined => textOption(invocation, name) ?? undefined
  return {
    name: invocation.args[0] ?? '',
    outcome: neededOption(invocation, 'outcome', 'an outcome of the configuration'),
    ...{ within_days: whole('within'), base: part('base'), holdout: part('holdout'), effect: part('effect') },
    ...{ units: whole('units'), per_week: numberOption(invocation, 'perWeek', AMOUNT) ?? undefined },
    ...{ covariate: text('covariate'), segment: text('segment'), control: text('control'), by: whoAsks(invocation) },
    guardrails: text('guardrails')
      ?.split(',')
      .map((name) => name.trim()),
  }
}

export const experimentListCommand: CommandSpec = {
  usage: 'experiment list',
  summary: 'Experiments: what they are to find out, and how many accounts were exposed.',
  options: [],
  examples: ['npx telltale experiment list'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const list = await connection.get<{ readonly data: readonly ExperimentRow[] }>('/experiments')
      return { answer: list.data, text: renderExperiments(list.data) }
    }),
}

export const experimentExposeCommand: CommandSpec = {
  usage: 'experiment expose <name> <account>',
  summary:
    'Log that an account is triggered, before anything is delivered and whichever arm it is in, and say in which it is: treated or holdout.',
  options: [{ flags: '--delivered', description: 'note that it has reached them' }],
  examples: ['npx telltale experiment expose rescue acme', 'npx telltale experiment expose rescue acme --delivered'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const [name = '', account = ''] = invocation.args
      const request = { account, ...(flagOption(invocation, 'delivered') ? { delivered: true } : {}) }
      const exposure = await connection.post<Exposure>(`${pathOf(name)}/exposures`, request)
      return { answer: exposure, text: exposure.arm }
    }),
}

export const experimentEndCommand: CommandSpec = {
  usage: 'experiment end <name>',
  summary: 'End an experiment: nobody is exposed to it any more, and what it has shown stays.',
  options: [],
  examples: ['npx telltale experiment end rescue'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const row = await connection.post<ExperimentRow>(`${pathOf(invocation.args[0] ?? '')}/end`, {})
      return { answer: row, text: `${printable(row.name)} (${row.version}) has ended.` }
    }),
}

export const experimentResultCommand: CommandSpec = {
  usage: 'experiment result <name>',
  summary:
    'What an experiment has shown so far: all that were exposed, in the arm they were assigned to, with limits that hold however often one looks.',
  options: [
    { flags: '--value <amount>', description: 'what an account is worth that is won or kept' },
    { flags: '--cost <amount>', description: 'what it costs to treat one, in the same unit' },
  ],
  examples: ['npx telltale experiment result rescue', 'npx telltale experiment result rescue --value 3000 --cost 40'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const [value, cost] = ['value', 'cost'].map((name) => numberOption(invocation, name, AMOUNT))
      const path = pathOf(invocation.args[0] ?? '')
      const answer = await watchProof(invocation.io, connection, (run) =>
        connection.get<UpliftAnswer>(`${path}${queryOf({ value, cost, run })}`),
      )
      return { answer, text: renderUplift(answer) }
    }),
}

export const beforeAfterCommand: CommandSpec = {
  usage: 'before-after',
  summary:
    'Hold those who signed up before a change against those who did after it, at equal age and mix. Nothing was held back, so it is never more than suggestive.',
  options: [
    { flags: '--since <day>', description: 'the first day with the change' },
    { flags: '--from <day>', description: 'the first day of the cohorts before (default: all recorded)' },
    { flags: '--outcome <name>', description: 'an outcome of the configuration (default: the first of its kind)' },
    { flags: '--within <days>', description: 'the age by which everybody is compared' },
    { flags: '--segment <name>', description: 'by which the mix is held alike (default: the first)' },
    {
      flags: '--unaffected <group>',
      description: 'a group of that segment to which the change did not apply: what changed for all is told from it',
    },
  ],
  examples: [
    'npx telltale before-after --since 2026-01-01 --outcome activated',
    'npx telltale before-after --since 2026-01-01 --outcome activated --unaffected enterprise',
  ],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const since = neededOption(invocation, 'since', A_DAY)
      const names = ['from', 'outcome', 'segment', 'unaffected']
      const [from, outcome, segment, unaffected] = names.map((name) => textOption(invocation, name))
      const within_days = numberOption(invocation, 'within', WHOLE)
      const query = { since, from, outcome, segment, unaffected, within_days }
      const answer = await watchProof(invocation.io, connection, (run) =>
        connection.get<CohortsAnswer>(`/cohorts/before-after${queryOf({ ...query, run })}`),
      )
      return { answer, text: renderCohorts(answer, 'sign-up') }
    }),
}

function pathOf(name: string): string {
  return `/experiments/${encodeURIComponent(name)}`
}
