import type { AccountDetail } from '../../contract/account.ts'
import type { MovedAccounts } from '../../contract/moved-accounts.ts'
import { type CommandSpec, type ExitCode, flagOption, type Invocation, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import type { Connection } from '../connection.ts'
import { counted } from '../counted.ts'
import { printable } from '../render/render-table.ts'

const SHOWN = 'The list of accounts shows it from the next close of a day.'
const YES = { flags: '--yes', description: 'do it; without, it is only said what would be done' }

export const mergeCommand: CommandSpec = {
  usage: 'merge <account> <into>',
  summary:
    'Make one account part of another, over all of history: events, members, properties, subscriptions, alerts. Whoever names it later means the other.',
  options: [YES],
  examples: ['npx telltale merge acme-gmbh acme', 'npx telltale merge acme-gmbh acme --yes'],
  run: async (invocation) => {
    const [from = '', into = ''] = invocation.args
    return move(invocation, {
      path: `/accounts/${encodeURIComponent(from)}/merge`,
      body: { into },
      plan: async (connection) => {
        const { members } = await connection.get<AccountDetail>(`/accounts/${encodeURIComponent(into)}`)
        const gone = await connection.get<AccountDetail>(`/accounts/${encodeURIComponent(from)}`)
        const [of, there] = [counted(gone.members.length, 'member'), counted(members.length, 'member')]
        return `${from} (${of}) would become part of ${into} (${there}), over all of history.`
      },
      done: `${from} is part of ${into} from now on. ${SHOWN}`,
    })
  },
}

export const splitCommand: CommandSpec = {
  usage: 'split <account> <into>',
  summary: 'Take people out of an account, with what they did from a moment on: they become another account.',
  options: [
    { flags: '--people <ids>', description: 'ids of users, separated by commas' },
    { flags: '--at <time>', description: 'from when on (ISO 8601, UTC); default: now' },
    YES,
  ],
  examples: ['npx telltale split acme acme-labs --people bo,cy --at 2026-03-01T00:00:00Z --yes'],
  run: async (invocation) => {
    const [from = '', into = ''] = invocation.args
    const people = (textOption(invocation, 'people') ?? '').split(',').flatMap((id) => id.trim() || [])
    const at = textOption(invocation, 'at')
    const who = people.join(', ')
    return move(invocation, {
      path: `/accounts/${encodeURIComponent(from)}/split`,
      body: { into, people, ...(at === null ? {} : { at }) },
      plan: async (connection) => {
        await connection.get<AccountDetail>(`/accounts/${encodeURIComponent(from)}`)
        return `${who || 'Nobody'} would leave ${from} for ${into}, with what they did from ${at ?? 'now'} on.`
      },
      done: `${who} went from ${from} to ${into}. ${SHOWN}`,
    })
  },
}

type Moving = {
  readonly path: string
  readonly body: object
  readonly plan: (connection: Connection) => Promise<string>
  readonly done: string
}

async function move(invocation: Invocation, { path, body, plan, done }: Moving): Promise<ExitCode> {
  const { io, json } = invocation
  const connection = await connect(invocation)
  try {
    if (!flagOption(invocation, 'yes')) {
      const text = await plan(connection)
      io.out(json ? JSON.stringify({ written: false, plan: text }) : printable(text))
      io.err('Nothing was written. Say --yes to do it.')
      return 1
    }
    const moved = await connection.post<MovedAccounts>(path, body)
    io.out(json ? JSON.stringify(moved) : printable(done))
    return 0
  } finally {
    await connection.close()
  }
}
