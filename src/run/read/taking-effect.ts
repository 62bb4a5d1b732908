import type { ApiDeps } from '../../contract/api-deps.ts'
import { catchUpNow } from '../apply/take-in.ts'
import type { Project } from '../project.ts'

/** Where no server ticks, what was written about accounts is applied before it is answered. */
export function takingEffect(project: Project, deps: ApiDeps): ApiDeps {
  const applied = async <A>(answer: Promise<A>): Promise<A> => {
    const given = await answer
    await catchUpNow(project)
    return given
  }
  return {
    ...deps,
    mergeAccount: (account, request) => applied(deps.mergeAccount(account, request)),
    splitAccount: (account, request) => applied(deps.splitAccount(account, request)),
  }
}
