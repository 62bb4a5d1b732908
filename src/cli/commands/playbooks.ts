import type {
  Enrolled,
  EnrolmentList,
  PlaybookList,
  PlaybookResult,
  PlaybookRow,
  Simulation,
  TestSent,
} from '../../contract/playbooks/playbooks.ts'
import { askServer } from '../ask-server.ts'
import { type CommandSpec, type Invocation, textOption } from '../command.ts'
import { queryOf } from '../connect.ts'
import { type NumberRule, numberOption } from '../read-option.ts'
import {
  renderEnrolments,
  renderPlaybook,
  renderPlaybooks,
  renderSimulation,
  renderTest,
} from '../render/render-playbooks.ts'
import { printable } from '../render/render-table.ts'
import { renderCohorts, renderUplift } from '../render/render-uplift.ts'
import { watchProof } from '../watch-proof.ts'
import { whoAsks } from '../who-asks.ts'

const BY = { flags: '--by <name>', description: 'who asks for it (default: the user of this machine)' }

export const playbooksListCommand: CommandSpec = {
  usage: 'playbooks list',
  summary: 'The playbooks with who is inside, and which are paused by whom. `telltale playbooks` does the same.',
  options: [],
  examples: ['npx telltale playbooks list', 'npx telltale playbooks list --json'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const answer = await connection.get<PlaybookList>('/playbooks')
      return { answer, text: renderPlaybooks(answer) }
    }),
}

export const playbooksShowCommand: CommandSpec = {
  usage: 'playbooks show <name>',
  summary:
    'What a playbook does, who is left alone by it and what that will show, and who is or was inside: where they stand, and why it ended for them.',
  options: [
    { flags: '--state <state>', description: 'live, held, finished or ended' },
    { flags: '--account <key>', description: 'only of an account' },
    { flags: '--limit <n>', description: 'how many', default: '50' },
  ],
  examples: ['npx telltale playbooks show rescue', 'npx telltale playbooks show rescue --state live'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const name = nameOf(invocation)
      const [state, account, limit] = ['state', 'account', 'limit'].map((option) => textOption(invocation, option))
      const path = `/playbooks/${encodeURIComponent(name)}/enrolments${queryOf({ state, account, limit })}`
      const { data } = await connection.get<EnrolmentList>(path)
      const playbook = (await connection.get<PlaybookList>('/playbooks')).data.find(({ key }) => key === name) ?? null
      const text = `${renderPlaybook(playbook)}\n${renderEnrolments(data)}`
      return { answer: { playbook, enrolments: data }, text }
    }),
}

export const playbooksSimulateCommand: CommandSpec = {
  usage: 'playbooks simulate <name>',
  summary:
    'What a playbook would have done over the past: who would have begun it, what would have been sent when, and what leaving some alone would show. Nothing is sent.',
  options: [
    { flags: '--from <day>', description: 'the first day (default: 28 days up to the last)' },
    { flags: '--to <day>', description: 'the last day (default: the last closed one)' },
  ],
  examples: ['npx telltale playbooks simulate rescue --from 2026-01-01 --to 2026-03-31'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const { io } = invocation
      const span = { from: textOption(invocation, 'from'), to: textOption(invocation, 'to') }
      const answer = await watchProof(io, connection, (run) =>
        connection.get<Simulation>(`${pathOf(invocation)}/simulation${queryOf({ ...span, run })}`),
      )
      return { answer, text: renderSimulation(answer) }
    }),
}

const AMOUNT: NumberRule = { valid: (value) => value >= 0, expected: 'an amount' }

export const playbooksResultCommand: CommandSpec = {
  usage: 'playbooks result <name>',
  summary:
    'Whether a playbook helps: against those left alone by lot, with limits that hold however often one looks; where nobody is, before it was there against after, which is never more than suggestive.',
  options: [
    { flags: '--value <amount>', description: 'what an account is worth that is won or kept' },
    { flags: '--cost <amount>', description: 'what it costs to treat one, in the same unit' },
  ],
  examples: ['npx telltale playbooks result rescue', 'npx telltale playbooks result rescue --value 3000 --cost 1'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const { io } = invocation
      const [value, cost] = ['value', 'cost'].map((name) => numberOption(invocation, name, AMOUNT))
      const answer = await watchProof(io, connection, (run) =>
        connection.get<PlaybookResult>(`${pathOf(invocation)}/result${queryOf({ value, cost, run })}`),
      )
      return { answer, text: renderResult(answer) }
    }),
}

function renderResult({ sentence, uplift, before_after: cohorts }: PlaybookResult): string {
  if (uplift !== null) return renderUplift(uplift)
  return cohorts === null ? printable(sentence) : renderCohorts(cohorts, 'the beginning of it')
}

export const playbooksEnrolCommand: CommandSpec = {
  usage: 'playbooks enrol <name> <account>',
  summary: 'Begin a playbook for an account, as far as its audience and its rule of how often allow.',
  options: [{ flags: '--member <id>', description: 'of a playbook about members: whose' }, BY],
  examples: ['npx telltale playbooks enrol rescue acme --by ana'],
  run: async (invocation) => {
    let enrolled = false
    await askServer(invocation, async (connection) => {
      const person = textOption(invocation, 'member')
      const body = {
        account: invocation.args[1] ?? '',
        by: whoAsks(invocation),
        ...(person === null ? {} : { person }),
      }
      const answer = await connection.post<Enrolled>(`${pathOf(invocation)}/enrolments`, body)
      enrolled = answer.enrolled
      const [name = '', account = ''] = invocation.args
      const said = enrolled
        ? 'is in'
        : 'may not begin it now: it is not of its audience, has its goal, or began it or another of its group not long ago'
      return { answer, text: printable(`${account} ${said}${enrolled ? ` ${name}` : ''}.`) }
    })
    return enrolled ? 0 : 1
  },
}

export const playbooksPauseCommand: CommandSpec = {
  usage: 'playbooks pause <name>',
  summary: 'Let nobody in a playbook go any further. Others still begin it, and wait.',
  options: [{ flags: '--why <text>', description: 'the reason, for whoever looks' }, BY],
  examples: ['npx telltale playbooks pause rescue --why "the offer is over"'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const body = { by: whoAsks(invocation), why: textOption(invocation, 'why') ?? '' }
      const answer = await connection.post<PlaybookRow>(`${pathOf(invocation)}/pause`, body)
      return { answer, text: printable(`${answer.key} is paused; ${answer.live} wait in it.`) }
    }),
}

export const playbooksResumeCommand: CommandSpec = {
  usage: 'playbooks resume <name>',
  summary: 'Go on with whoever waits in a playbook that a person or its breaker has paused.',
  options: [BY],
  examples: ['npx telltale playbooks resume rescue'],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const answer = await connection.post<PlaybookRow>(`${pathOf(invocation)}/resume`, { by: whoAsks(invocation) })
      return { answer, text: printable(`${answer.key} goes on with ${answer.live}.`) }
    }),
}

export const playbooksTestCommand: CommandSpec = {
  usage: 'playbooks test <name> <account>',
  summary:
    'Send the messages of a playbook, written about an account, to yourself, and say where they go. Nobody begins it by that.',
  options: [
    {
      flags: '--to <address>',
      description: 'the e-mail address, or in Slack the channel; not needed where the channel leads to one place',
    },
    { flags: '--user <id>', description: 'of messages in the product: the user of the product who sees them there' },
    BY,
  ],
  examples: [
    'npx telltale playbooks test rescue acme --to me@example.com',
    'npx telltale playbooks test welcome acme --user ben',
  ],
  run: (invocation) =>
    askServer(invocation, async (connection) => {
      const user = textOption(invocation, 'user')
      const body = {
        ...{ account: invocation.args[1] ?? '', to: textOption(invocation, 'to') ?? '', by: whoAsks(invocation) },
        ...(user === null ? {} : { user }),
      }
      const answer = await connection.post<TestSent>(`${pathOf(invocation)}/test`, body)
      return { answer, text: renderTest(answer) }
    }),
}

function nameOf({ args }: Invocation): string {
  return args[0] ?? ''
}

function pathOf(invocation: Invocation): string {
  return `/playbooks/${encodeURIComponent(nameOf(invocation))}`
}
