import { telltaleError } from '../../core/errors.ts'
import { readOrigin } from '../../core/read-origin.ts'
import { type ApiKey, createKey, type KeyScope, listKeys, revokeKey } from '../../store/control/api-keys.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { noteHere } from '../note-here.ts'
import { renderTable } from '../render/render-table.ts'
import { withControl } from '../with-control.ts'

const SCOPES: readonly KeyScope[] = ['write', 'read', 'edit', 'admin']

/** Keys are made in the data folder itself: whoever may write there is the owner. A running server sees them within a second. */
export const keysCreateCommand: CommandSpec = {
  usage: 'keys create',
  summary: 'Make an API key. It is shown once.',
  options: [
    {
      flags: '--scope <scope>',
      description: 'write (send events; may be public), read, edit (what the team works with too), or admin',
      default: 'write',
    },
    { flags: '--source <name>', description: 'what sends with it, or who reads with it', default: 'default' },
    {
      flags: '--origin <origins>',
      description: 'of a write key: the pages from which alone events are taken, with commas between',
    },
  ],
  examples: [
    'npx telltale keys create --scope write --source web --origin https://app.example.com',
    'npx telltale keys create --scope read --json',
  ],
  run: async (invocation) => {
    const scope = SCOPES.find((one) => one === textOption(invocation, 'scope'))
    if (scope === undefined)
      throw telltaleError('bad_argument', {
        argument: '--scope',
        value: String(invocation.options.scope),
        expected: SCOPES.join(', '),
      })
    const source = textOption(invocation, 'source') ?? 'default'
    const origins = readOrigins(textOption(invocation, 'origin'), scope)
    const made = await withControl(invocation, async (db) => {
      const { io, clock } = invocation
      const key = await createKey(db, { scope, source, origins, random: io.randomBytes(32), now: clock.now() })
      await noteHere(db, invocation, { what: 'createKey', subject: key.id, after: { scope, source, origins } })
      return key
    })
    invocation.io.out(invocation.json ? JSON.stringify({ ...made, scope, source, origins }) : made.secret)
    return 0
  },
}

/** @throws bad_argument for what is no origin, and where the key sends nothing */
function readOrigins(text: string | null, scope: KeyScope): readonly string[] | undefined {
  if (text === null) return undefined
  if (scope !== 'write')
    throw telltaleError('bad_argument', { argument: '--scope', value: scope, expected: 'write, as --origin is given' })
  return text.split(',').map((one) => {
    const expected = 'an origin such as https://app.example.com'
    const origin = readOrigin(one)
    if (origin === null) throw telltaleError('bad_argument', { argument: '--origin', value: one.trim(), expected })
    return origin
  })
}

export const keysListCommand: CommandSpec = {
  usage: 'keys list',
  summary: 'List API keys, without their secrets.',
  options: [],
  examples: ['npx telltale keys list'],
  run: async (invocation) => {
    const keys = await withControl(invocation, listKeys)
    invocation.io.out(invocation.json ? JSON.stringify(keys) : renderKeys(keys))
    return 0
  },
}

export const keysRevokeCommand: CommandSpec = {
  usage: 'keys revoke <id>',
  summary: 'Revoke an API key at once.',
  options: [],
  examples: ['npx telltale keys revoke 0123456789ab'],
  run: async (invocation) => {
    const [id = ''] = invocation.args
    const revoked = await withControl(invocation, async (db) => {
      const was = await revokeKey(db, id, invocation.clock.now())
      if (was) await noteHere(db, invocation, { what: 'revokeKey', subject: id })
      return was
    })
    if (!revoked) throw telltaleError('not_found', { what: 'live key', name: id })
    invocation.io.out(invocation.json ? JSON.stringify({ revoked: id }) : `Revoked ${id}.`)
    return 0
  },
}

function renderKeys(keys: readonly ApiKey[]): string {
  if (keys.length === 0) return 'There are no keys. Make one with `telltale keys create --scope write`.'
  const day = (at: number | null) => (at === null ? '' : new Date(at).toISOString().slice(0, 10))
  return renderTable(
    [
      { head: 'id', cell: (key) => key.id },
      { head: 'begins', cell: (key) => key.prefix },
      { head: 'scope', cell: (key) => key.scope },
      { head: 'only from', cell: ({ origins }) => origins?.join(', ') ?? '' },
      { head: 'source', cell: (key) => key.source },
      { head: 'made', cell: (key) => day(key.createdAt) },
      { head: 'last used', cell: (key) => day(key.lastUsedAt) },
      { head: 'revoked', cell: (key) => day(key.revokedAt) },
    ],
    keys,
  )
}
