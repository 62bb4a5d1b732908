import type { ProductState, StateQuery } from '../../contract/state.ts'
import type { Project } from '../project.ts'
import { messagesOf } from './read-messages.ts'
import { readUserStanding } from './read-user-standing.ts'

/** How a user and their account stand now, with what the product is to show them. null: no such user, or not in that account. @throws bad_argument */
export async function readState(project: Project, user: string, query: StateQuery): Promise<ProductState | null> {
  const standing = await readUserStanding(project, user, query)
  if (standing === null) return null
  const messages = await messagesOf(project, { user, account: standing.account, standingOf: async () => standing })
  return { ...standing, messages }
}
