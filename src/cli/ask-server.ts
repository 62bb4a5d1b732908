import type { Invocation } from './command.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'

/** What came back, and how it is said to a person. */
export type Answered = { readonly answer: unknown; readonly text: string }

/** Asks the API by a connection that is closed behind it, and says the answer, as JSON where that is asked for. @returns the exit code */
export async function askServer(
  invocation: Invocation,
  ask: (connection: Connection) => Promise<Answered>,
): Promise<0> {
  const connection = await connect(invocation)
  try {
    const { answer, text } = await ask(connection)
    invocation.io.out(invocation.json ? JSON.stringify(answer) : text)
    return 0
  } finally {
    await connection.close()
  }
}
