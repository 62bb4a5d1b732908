import type { ForgetDeps } from '../../contract/forget.ts'
import { telltaleError } from '../../core/errors.ts'

/** Where nobody can close the folder in between: in a process of its own the command `forget` does it. */
export const NO_FORGETTING: ForgetDeps = {
  beginForgetting: async () => {
    throw telltaleError('not_found', { what: 'server', name: 'that could close this folder' })
  },
  getForgetting: async () => null,
}
