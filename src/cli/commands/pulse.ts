import { type Pulse, PulseColour, type PulseRequest } from '../../contract/pulse.ts'
import { telltaleError } from '../../core/errors.ts'
import { makeZone } from '../../core/time.ts'
import { sayPulse } from '../../run/say-pulse.ts'
import { type CommandSpec, type Invocation, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import { findConfig } from '../find-config.ts'
import { readModel } from '../read-config.ts'
import { printable, renderTable } from '../render/render-table.ts'
import { whoAsks } from '../who-asks.ts'
import { withControl } from '../with-control.ts'

const BY = { flags: '--by <name>', description: 'whose judgement it is (default: the user of this machine)' }

export const pulseSetCommand: CommandSpec = {
  usage: 'pulse set <account> <colour>',
  summary:
    'Say what you think of an account: red, yellow or green. It stands beside the scores and is in none of them.',
  options: [
    { flags: '--note <text>', description: 'why' },
    { flags: '--until <day>', description: 'the last day on which it holds (default: 90 days from today)' },
    BY,
  ],
  examples: ['npx telltale pulse set acme yellow --note "Their champion has left" --until 2026-09-30'],
  run: async (invocation) => {
    const [account = '', text = ''] = invocation.args
    const colour = PulseColour.options.find((one) => one === text)
    const expected = `one of ${PulseColour.options.join(', ')}`
    if (colour === undefined) throw telltaleError('bad_argument', { argument: 'colour', value: text, expected })
    const until = textOption(invocation, 'until')
    const note = textOption(invocation, 'note') ?? ''
    const request = { colour, note, by: whoAsks(invocation), ...(until === null ? {} : { until }) }
    const pulse = await say(invocation, account, request)
    invocation.io.out(invocation.json ? JSON.stringify(pulse) : printable(phrase(pulse!)))
    return 0
  },
}

export const pulseClearCommand: CommandSpec = {
  usage: 'pulse clear <account>',
  summary: 'Take back what was said of an account.',
  options: [BY],
  examples: ['npx telltale pulse clear acme'],
  run: async (invocation) => {
    const [account = ''] = invocation.args
    await say(invocation, account, { colour: null, note: '', by: whoAsks(invocation) })
    const { io, json } = invocation
    io.out(json ? JSON.stringify({ account, pulse: null }) : printable(`Nothing is said of ${account} any more.`))
    return 0
  },
}

export const pulseListCommand: CommandSpec = {
  usage: 'pulse list',
  summary: 'What people think of accounts today.',
  options: [],
  examples: ['npx telltale pulse list'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const { data } = await connection.get<{ readonly data: readonly Pulse[] }>('/pulses')
      invocation.io.out(invocation.json ? JSON.stringify(data) : renderPulses(data))
      return 0
    } finally {
      await connection.close()
    }
  },
}

/** Of an account that there is; beside a server that may run. */
async function say(invocation: Invocation, account: string, request: PulseRequest): Promise<Pulse | null> {
  const connection = await connect(invocation)
  try {
    await connection.get(`/accounts/${encodeURIComponent(account)}`)
  } finally {
    await connection.close()
  }
  const zone = makeZone((await readModel(findConfig(invocation))).product.timezone)
  const { clock } = invocation
  return withControl(invocation, (control) => sayPulse({ control, zone, clock }, account, request))
}

function phrase({ account, colour, note, until, by }: Pulse): string {
  return `${account} is ${colour} to ${by}, up to ${until}${note === '' ? '' : `: ${note}`}`
}

function renderPulses(rows: readonly Pulse[]): string {
  if (rows.length === 0) return 'Nobody has said what they think of an account; `telltale pulse set` does.'
  return renderTable<Pulse>(
    [
      { head: 'account', cell: ({ account }) => account },
      { head: 'pulse', cell: ({ colour }) => colour },
      { head: 'by', cell: ({ by }) => by },
      { head: 'up to', cell: ({ until }) => until },
      { head: 'note', cell: ({ note }) => note },
    ],
    rows,
  )
}
