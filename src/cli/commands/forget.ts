import type { ForgetReceipt } from '../../contract/forget.ts'
import { telltaleError } from '../../core/errors.ts'
import { dataFolder } from '../../run/data-folder.ts'
import { readServerFile } from '../../run/server-file.ts'
import { type CommandSpec, type ExitCode, flagOption, type Invocation } from '../command.ts'
import { findConfig } from '../find-config.ts'
import { forgetEverywhere, unfinished } from '../forget-subject.ts'
import { readModel } from '../read-config.ts'

const YES = { flags: '--yes', description: 'do it: it cannot be undone' }

export const forgetPersonCommand: CommandSpec = {
  usage: 'forget person <id>',
  summary:
    'Take a person out of everything, by user id, anonymous id or e-mail address: events, properties, memberships, joined ids, refused messages, what was decided about them, the log and the archives. What comes of them later is refused. The server must be stopped; earlier backups keep what they hold.',
  options: [YES],
  examples: ['npx telltale forget person u-42 --yes', 'npx telltale forget person ben@acme.example --yes --json'],
  run: (invocation) => forget(invocation, 'person'),
}

export const forgetAccountCommand: CommandSpec = {
  usage: 'forget account <id>',
  summary:
    'Take an account out of everything, with those that it took in: its events, properties, members, subscriptions, tasks, what was decided about it, the log and the archives. Its people remain. The server must be stopped; earlier backups keep what they hold.',
  options: [YES],
  examples: ['npx telltale forget account acme --yes'],
  run: (invocation) => forget(invocation, 'account'),
}

async function forget(invocation: Invocation, of: 'person' | 'account'): Promise<ExitCode> {
  const { io, json, dataDir, args } = invocation
  const server = readServerFile(dataFolder(dataDir).serverFile)
  if (server !== null) throw telltaleError('data_in_use', { path: dataDir, pid: server.pid })
  const name = args[0] ?? ''
  if (!flagOption(invocation, 'yes'))
    throw telltaleError('bad_argument', {
      argument: '--yes',
      value: 'not given',
      expected: `it, to forget the ${of} ${name}: that cannot be undone`,
    })
  if (unfinished(dataDir) !== null)
    io.err('Somebody whose forgetting was cut short is forgotten first; then say this again.')
  const configPath = findConfig(invocation)
  const model = await readModel(configPath)
  const receipt = await forgetEverywhere({ invocation, model, configPath, of, name, say: io.err })
  io.out(json ? JSON.stringify(receipt) : renderReceipt(receipt))
  return receipt.found.length === 0 ? 0 : 1
}

function renderReceipt({ subject, at, hashes, removed, found }: ForgetReceipt): string {
  const rows = Object.entries(removed).filter(([, n]) => n > 0)
  return [
    `A ${subject} was forgotten at ${at}. What comes of them later is refused.`,
    ...rows.map(([what, n]) => `  ${what.padEnd(14)}  ${n.toLocaleString('en')}`),
    ...hashes.map((hash) => `  known by        ${hash}`),
    found.length === 0
      ? 'No file of the data folder holds an id of theirs.'
      : `These files still hold an id of theirs, in what others sent: ${found.join(', ')}`,
  ].join('\n')
}
