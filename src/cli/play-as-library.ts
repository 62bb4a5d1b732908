import type { Delivery } from '../config/delivery/settings.ts'
import type { AccountOutreach, AsOfDay } from '../contract/account-parts/account-outreach.ts'
import type { UpliftQuery } from '../contract/experiments.ts'
import type {
  EnrolmentQuery,
  EnrolmentRow,
  EnrolRequest,
  PauseRequest,
  PlaybookResult,
  PlaybookRow,
  SimulateQuery,
  Simulation,
} from '../contract/playbooks/playbooks.ts'
import { playbookDeps } from '../run/playbooks/playbook-deps.ts'
import type { Project } from '../run/project.ts'
import { readAccountOutreach } from '../run/read/parts/read-account-outreach.ts'

/** What a program asks and does about playbooks; `deliver()` takes whoever is inside on. Each that names one @throws unknown_name. */
export type PlaybookFunctions = {
  /** Every playbook: who is inside, whom it leaves alone and what that will show. */
  readonly playbooks: () => Promise<readonly PlaybookRow[]>
  readonly enrolments: (playbook: string, query?: Partial<EnrolmentQuery>) => Promise<readonly EnrolmentRow[]>
  /** What all of them did about an account, as known at the close of a day; null: never heard of. @throws bad_argument */
  readonly outreach: (account: string, query?: AsOfDay) => Promise<AccountOutreach | null>
  /** Whether it helps: against those left alone, or where nobody is, before it was there against after. */
  readonly playbookResult: (
    playbook: string,
    query?: UpliftQuery,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<PlaybookResult>
  /** What a playbook would have done over days of the past, and what leaving some alone would show. An aborted `signal` gives it up. */
  readonly simulatePlaybook: (
    playbook: string,
    query?: SimulateQuery,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<Simulation>
  /** Begins it for an account or a member; false: it may not begin it now. @throws not_found, bad_argument */
  readonly enrol: (playbook: string, request: EnrolRequest) => Promise<boolean>
  readonly pausePlaybook: (
    playbook: string,
    request: Omit<PauseRequest, 'why'> & { why?: string },
  ) => Promise<PlaybookRow>
  readonly resumePlaybook: (playbook: string) => Promise<PlaybookRow>
}

export function playbookFunctions(project: Project, delivery: Delivery): PlaybookFunctions {
  const deps = playbookDeps(project, delivery)
  return {
    playbooks: async () => (await deps.listPlaybooks()).data,
    enrolments: async (name, query = {}) => (await deps.listEnrolments(name, { limit: 100, ...query })).data,
    outreach: (account, query = {}) => readAccountOutreach(project, account, query),
    playbookResult: (name, query = {}, { signal = new AbortController().signal } = {}) =>
      deps.getPlaybookResult(name, query, signal),
    simulatePlaybook: (name, query = {}, { signal = new AbortController().signal } = {}) =>
      deps.simulatePlaybook(name, query, signal),
    enrol: async (name, request) => (await deps.enrolByHand(name, request)).enrolled,
    pausePlaybook: (name, request) => deps.pausePlaybook(name, { why: '', ...request }),
    resumePlaybook: (name) => deps.resumePlaybook(name),
  }
}
