import type { ForgetReceipt } from '../../contract/forget.ts'
import { telltaleError } from '../../core/errors.ts'
import { dataFolder } from '../../run/data-folder.ts'
import { readServerFile } from '../../run/server-file.ts'
import { type CommandSpec, type ExitCode, flagOption, type Invocation } from '../command.ts'
import { findConfig } from '../find-config.ts'
import { forgetEverywhere, unfinished } from '../forget-subject.ts'
import { forgetThere } from '../forget-there.ts'
import { noteHere } from '../note-here.ts'
import { readModel } from '../read-config.ts'

const YES = { flags: '--yes', description: 'do it: it cannot be undone' }
const BESIDE =
  'A running server is asked, with a key of the scope admin in TELLTALE_API_KEY: it answers everything with 503 until it is done, and takes nothing in meanwhile. Earlier backups keep what they hold.'

export const forgetPersonCommand: CommandSpec = {
  usage: 'forget person <id>',
  summary: `Take a person out of everything, by user id, anonymous id or e-mail address: events, properties, memberships, joined ids, refused messages, what was decided about them, the log and the archives. What comes of them later is refused. ${BESIDE}`,
  options: [YES],
  examples: ['npx telltale forget person u-42 --yes', 'npx telltale forget person ben@acme.example --yes --json'],
  run: (invocation) => forget(invocation, 'person'),
}

export const forgetAccountCommand: CommandSpec = {
  usage: 'forget account <id>',
  summary: `Take an account out of everything, with those that it took in: its events, properties, members, subscriptions, tasks, what was decided about it, the log and the archives. Its people remain. ${BESIDE}`,
  options: [YES],
  examples: ['npx telltale forget account acme --yes'],
  run: (invocation) => forget(invocation, 'account'),
}

async function forget(invocation: Invocation, of: 'person' | 'account'): Promise<ExitCode> {
  const { io, json, dataDir, args } = invocation
  const id = args[0] ?? ''
  if (!flagOption(invocation, 'yes'))
    throw telltaleError('bad_argument', {
      argument: '--yes',
      value: 'not given',
      expected: `it, to forget the ${of} ${id}: that cannot be undone`,
    })
  const server = readServerFile(dataFolder(dataDir).serverFile)
  const receipt =
    server === null ? await forgetHere(invocation, of, id) : await forgetThere(invocation, { subject: of, id })
  io.out(json ? JSON.stringify(receipt) : renderReceipt(receipt))
  return receipt.found.length === 0 ? 0 : 1
}

async function forgetHere(invocation: Invocation, of: 'person' | 'account', name: string): Promise<ForgetReceipt> {
  const { io, dataDir, clock } = invocation
  if (unfinished(dataDir) !== null)
    io.err('Somebody whose forgetting was cut short is forgotten first; then say this again.')
  const configPath = findConfig(invocation)
  const model = await readModel(configPath)
  return forgetEverywhere({
    ...{ dataDir, clock, model, configPath, of, name, randomBytes: io.randomBytes, say: io.err },
    note: (db, what) => noteHere(db, invocation, what),
  })
}

function renderReceipt({ subject, at, hashes, removed, found }: ForgetReceipt): string {
  const rows = Object.entries(removed).filter(([, n]) => n > 0)
  return [
    `${subject === 'person' ? 'A person' : 'An account'} was forgotten at ${at}. What comes of them later is refused.`,
    ...rows.map(([what, n]) => `  ${what.padEnd(14)}  ${n.toLocaleString('en')}`),
    ...hashes.map((hash) => `  known by        ${hash}`),
    found.length === 0
      ? 'No file of the data folder holds an id of theirs.'
      : `These files still hold an id of theirs, in what others sent: ${found.join(', ')}`,
  ].join('\n')
}
