import { setTimeout } from 'node:timers/promises'
import type { ForgetReceipt, ForgetRequest, Forgetting } from '../contract/forget.ts'
import { type ErrorCode, TelltaleError, telltaleError } from '../core/errors.ts'
import { dataFolder } from '../run/data-folder.ts'
import { readServerFile } from '../run/server-file.ts'
import type { Invocation } from './command.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'

const POLL_MS = 500

/** Has the running server forget somebody, and waits until it is open again. @throws what it says, cancelled */
export async function forgetThere(invocation: Invocation, request: ForgetRequest): Promise<ForgetReceipt> {
  const { io } = invocation
  const connection = await connect(invocation)
  const { ticket } = await connection.post<Forgetting>('/forgettings', request)
  io.err('The server closes its folder, forgets, and opens it again; until then it answers with 503.')
  for (;;) {
    await setTimeout(POLL_MS, undefined, { signal: io.signal }).catch(() => {
      throw telltaleError('cancelled', { kept: 'The server goes on with it.' })
    })
    const now = await askFor(invocation, connection, ticket)
    if (now?.receipt != null) return now.receipt
    if (now?.problem != null) throw new TelltaleError(now.problem.code as ErrorCode, now.problem.detail, {})
  }
}

/** null: it is at it. */
async function askFor(invocation: Invocation, connection: Connection, ticket: string): Promise<Forgetting | null> {
  try {
    return await connection.get<Forgetting>(`/forgettings/${ticket}`)
  } catch (error) {
    const code = error instanceof TelltaleError ? error.code : null
    const lives = readServerFile(dataFolder(invocation.dataDir).serverFile) !== null
    // Between two servers on its port nobody listens for a moment.
    if (code === 'forgetting' || (code === 'unreachable' && lives)) return null
    throw error
  }
}
