import type { ForgetDeps, ForgetReceipt, ForgetRequest, Forgetting } from '../contract/forget.ts'
import { TelltaleError, telltaleError } from '../core/errors.ts'
import { findSubject } from '../run/forget/find-subject.ts'
import type { Project } from '../run/project.ts'

/** Somebody is to be forgotten, and the one who asks. */
export type AskedForgetting = ForgetRequest & { readonly ticket: string; readonly who: string }

/** What a server was asked to forget, over all the times that it closes and opens its folder. */
export type OpenForgettings = {
  readonly depsOf: (project: Project, close: () => void) => ForgetDeps
  /** The one that waits for the folder to be closed; null: none. */
  readonly waiting: () => AskedForgetting | null
  /** Does the one that waits, and keeps what became of it. */
  readonly settle: (forget: () => Promise<ForgetReceipt>) => Promise<void>
}

export function openForgettings(randomBytes: (size: number) => Uint8Array): OpenForgettings {
  const ended = new Map<string, Forgetting>()
  let asked: AskedForgetting | null = null
  return {
    depsOf: (project, close) => ({
      beginForgetting: async (request, who) => {
        if (asked !== null) throw telltaleError('forgetting', { seconds: RETRY_SECONDS })
        findSubject(project.applier.attribution, request.subject, request.id)
        const ticket = Buffer.from(randomBytes(12)).toString('base64url')
        asked = { ...request, ticket, who }
        // Answered first: closing waits for what is being answered.
        setImmediate(close)
        return begun(ticket)
      },
      getForgetting: async (ticket) => (asked?.ticket === ticket ? begun(ticket) : (ended.get(ticket) ?? null)),
    }),
    waiting: () => asked,
    settle: async (forget) => {
      if (asked === null) return
      const { ticket } = asked
      ended.set(ticket, await endOf(ticket, forget))
      asked = null
    },
  }
}

/** After which one may ask again. */
export const RETRY_SECONDS = 5

function begun(ticket: string): Forgetting {
  return { ticket, state: 'begun', receipt: null, problem: null }
}

async function endOf(ticket: string, forget: () => Promise<ForgetReceipt>): Promise<Forgetting> {
  try {
    return { ticket, state: 'done', receipt: await forget(), problem: null }
  } catch (error) {
    const told = error instanceof TelltaleError ? error : telltaleError('bug', { reason: String(error) })
    return { ticket, state: 'failed', receipt: null, problem: { code: told.code, detail: told.message } }
  }
}
