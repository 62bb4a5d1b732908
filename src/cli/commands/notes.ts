import { type AccountNote, AccountNoteRequest } from '../../contract/kept/account-notes.ts'
import { telltaleError } from '../../core/errors.ts'
import { addNote, dropNote } from '../../store/control/kept/account-notes.ts'
import type { CommandSpec, Invocation } from '../command.ts'
import { connect } from '../connect.ts'
import { printable } from '../render/render-table.ts'
import { whoAsks } from '../who-asks.ts'
import { withControl } from '../with-control.ts'

/** Whose notes those are that were written at this machine. */
const HERE = 'here'
const BY = { flags: '--by <name>', description: 'who writes it (default: the user of this machine)' }

export const notesAddCommand: CommandSpec = {
  usage: 'notes add <account> <text>',
  summary: 'Write a note on an account for the team. Private ones are written on its page, by who is signed in.',
  options: [BY],
  examples: ['npx telltale notes add acme "Budget is decided in May"'],
  run: async (invocation) => {
    const [account = '', text = ''] = invocation.args
    const read = AccountNoteRequest.safeParse({ text })
    if (!read.success)
      throw telltaleError('bad_argument', { argument: 'text', value: text, expected: 'a note of 1 to 4,000 letters' })
    await ask(invocation, `/accounts/${encodeURIComponent(account)}`)
    const note = { account, text: read.data.text, private: false, owner: HERE, by: whoAsks(invocation) }
    const kept = await withControl(invocation, (control) => addNote(control, { ...note, at: invocation.clock.now() }))
    const { io, json } = invocation
    io.out(json ? JSON.stringify({ id: kept.id, account, text: kept.text }) : printable(`Noted (${kept.id}).`))
    return 0
  },
}

export const notesListCommand: CommandSpec = {
  usage: 'notes list <account>',
  summary: 'What was written about an account for the team, the newest first.',
  options: [],
  examples: ['npx telltale notes list acme'],
  run: async (invocation) => {
    const key = encodeURIComponent(invocation.args[0] ?? '')
    const { data } = await ask<{ readonly data: readonly AccountNote[] }>(invocation, `/accounts/${key}/notes`)
    invocation.io.out(invocation.json ? JSON.stringify(data) : renderNotes(data))
    return 0
  },
}

export const notesRemoveCommand: CommandSpec = {
  usage: 'notes remove <id>',
  summary: 'Take away a note that was written at this machine.',
  options: [],
  examples: ['npx telltale notes remove 3'],
  run: async (invocation) => {
    const [id = ''] = invocation.args
    const isGone =
      /^\d{1,9}$/.test(id) && (await withControl(invocation, (control) => dropNote(control, Number(id), HERE)))
    if (!isGone) throw telltaleError('not_found', { what: 'note', name: id })
    invocation.io.out(invocation.json ? JSON.stringify({ id: Number(id) }) : 'It is gone.')
    return 0
  },
}

async function ask<T>(invocation: Invocation, path: string): Promise<T> {
  const connection = await connect(invocation)
  try {
    return await connection.get<T>(path)
  } finally {
    await connection.close()
  }
}

function renderNotes(notes: readonly AccountNote[]): string {
  if (notes.length === 0) return 'Nobody has written anything; `telltale notes add` does.'
  return notes.map(({ id, by, at, text }) => printable(`${at.slice(0, 10)}  ${by} (${id}): ${text}`)).join('\n')
}
