import { NO_DELIVERY } from '../../config/delivery/settings.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { EpisodeNotice } from '../../contract/episodes.ts'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import type { Day } from '../../core/time.ts'
import { createKey, listKeys, revokeKey } from '../../store/control/api-keys.ts'
import type { CommittedTransition } from '../../store/control/commit-judgement.ts'
import { readEpisodes, readTransitions } from '../../store/control/read-judgement.ts'
import { accessDeps, verifyKey } from '../access/access-deps.ts'
import { toKeyRow } from '../access/to-key-row.ts'
import { findSubject } from '../forget/find-subject.ts'
import { NO_FORGETTING } from '../forget/no-forgetting.ts'
import { keptDeps } from '../kept/kept-deps.ts'
import { playbookDeps } from '../playbooks/playbook-deps.ts'
import type { Project } from '../project.ts'
import { proofDeps } from '../prove/proof-deps.ts'
import { answerAndKeep } from '../stand/keep-ready-answer.ts'
import { nameOfAnalysis } from '../stand/name-asked.ts'
import { standingDeps } from '../stand/standing-deps.ts'
import { NO_SOURCE_SETTINGS, type OpenSources, openSources } from '../sync/open-sources.ts'
import { upliftDeps } from '../uplift/uplift-deps.ts'
import { keepAccountList } from './accounts/keep-list.ts'
import { listedRows } from './accounts/listed-rows.ts'
import { analyze } from './analyze.ts'
import { dataDeps } from './data-deps.ts'
import { deliveryDeps } from './delivery-deps.ts'
import { keepExcluded } from './keep-excluded.ts'
import { loadAccount } from './load-account.ts'
import { metricDeps } from './metric-deps.ts'
import { keepOpenEpisodes, type OpenEpisodes } from './open-episodes.ts'
import { accountPartDeps } from './parts/account-part-deps.ts'
import { closedDay, readAccountDetail } from './read-account-detail.ts'
import { readEventPage } from './read-events.ts'
import { readMemberRows } from './read-members.ts'
import { endMessageOf, listMessages } from './read-messages.ts'
import { readNames } from './read-names.ts'
import { readPeople, readPerson, readPersonEvents } from './read-people.ts'
import { checkSignal, nameOfEntity, readEpisodePage, readSignals } from './read-signals.ts'
import { readState } from './read-state.ts'
import { readStatus } from './read-status.ts'
import { replayEpisodes } from './replay-history.ts'
import { settingDeps } from './setting-deps.ts'
import { toEpisodeRow } from './to-episode-row.ts'
import { workDeps } from './work-deps.ts'

/** The project behind the API. Only wiring: each question is a function of its own. */
export function apiDeps(
  project: Project,
  randomOf: (size: number) => Uint8Array,
  sources: OpenSources = openSources(project, NO_SOURCE_SETTINGS),
): ApiDeps {
  const openEpisodes = keepOpenEpisodes(project)
  const accounts = keepAccountList(project, openEpisodes)
  const excluded = keepExcluded(project)
  return {
    listAccounts: async (query) => {
      if (query.signal !== undefined) checkSignal(project, query.signal)
      return { ...(await accounts(query)), excluded: await excluded() }
    },
    getAccount: (key, query) => readAccountDetail(project, key, query),
    ...accountPartDeps(project),
    listMembers: async (account, query) => {
      const input = await loadAccount(project, account)
      if (input === null || project.judgedDay === null) return null
      const day = query.asOf === undefined ? project.judgedDay : closedDay(query.asOf, project.judgedDay)
      const start = Number(query.cursor ?? 0)
      const members = await readMemberRows(project, input, day)
      return {
        data: members.slice(start, start + query.limit),
        nextCursor: members.length > start + query.limit ? String(start + query.limit) : null,
      }
    },
    listAccountEvents: async (account, query) => {
      const input = await loadAccount(project, account)
      return input === null ? null : readEventPage(project, { account: input.account, timeline: input.timeline }, query)
    },
    getState: (user, query) => readState(project, user, query),
    listMessages: (user, query) => listMessages(project, user, query),
    endMessage: (asking, end) => endMessageOf(project, asking, end),
    listPeople: async (query) => readPeople(project, query),
    getPerson: (key, { asOf }) => readPerson(project, key, asOf),
    listPersonEvents: (person, query) => readPersonEvents(project, person, query),
    ...{
      listSignals: async () => readSignals(project, await openEpisodes()),
      getNames: async (asked) => readNames(project, asked),
    },
    ...metricDeps(project),
    ...workDeps(project, { listedRows: async () => (await listedRows(project)).rows, openEpisodes }),
    listEpisodes: (query) => readEpisodePage(project, query),
    replayEpisodes: ({ from, to, configAsOf, ...query }) => {
      const configDay = configAsOf === undefined ? null : closedDay(configAsOf, project.judgedDay ?? 0)
      return replayEpisodes(project, { ...query, configDay, days: replayDays(project, from, to) })
    },
    analyze: (kind, query, stop) =>
      answerAndKeep(project, nameOfAnalysis(kind, query, project.judgedDay), () =>
        analyze(project, { kind, query, stop }),
      ),
    ...{ ...proofDeps(project), ...standingDeps(project) },
    ...{ ...upliftDeps(project), ...deliveryDeps(project), ...playbookDeps(project, NO_DELIVERY) },
    ...aroundDeps(project, openEpisodes),
    ...NO_FORGETTING,
    subscribeEpisodes: (after, listener) => subscribe(project, after, listener),
    ...sources,
    ...keyDeps(project, randomOf),
  }
}

/** What is asked around the numbers: the data themselves, what is set, what people keep. */
function aroundDeps(project: Project, openEpisodes: () => Promise<OpenEpisodes>) {
  const { control, clock, zone, store } = project
  const isKnown = (account: string) => store.dictionary.account.idOf(account) !== undefined
  const personOf = (name: string) => {
    try {
      return findSubject(project.applier.attribution, 'person', name)
    } catch (thrown) {
      if (thrown instanceof TelltaleError && thrown.code === 'not_found') return null
      throw thrown
    }
  }
  const getStatus = async () => {
    // Every page asks it.
    project.visits.note()
    return readStatus(project, await openEpisodes())
  }
  const kept = keptDeps({ control, clock, zone, isKnown, personOf })
  return { ...dataDeps(project), ...settingDeps(project), ...kept, getStatus }
}

function keyDeps(
  { control, clock }: Project,
  randomOf: (size: number) => Uint8Array,
): Pick<ApiDeps, 'access' | 'verifyKey' | 'listKeys' | 'createKey' | 'revokeKey'> {
  const entrance = { control, clock, randomOf }
  return {
    access: accessDeps(entrance),
    verifyKey: (secret) => verifyKey(entrance, secret),
    listKeys: async () => (await listKeys(control)).map(toKeyRow),
    createKey: (request) => {
      if (request.origins !== undefined && request.scope !== 'write')
        throw telltaleError('bad_argument', {
          argument: 'scope',
          value: request.scope,
          expected: 'write, as origins are given',
        })
      return createKey(control, { ...request, random: randomOf(32), now: clock.now() })
    },
    revokeKey: (id) => revokeKey(control, id, clock.now()),
  }
}

function replayDays(project: Project, from: string | undefined, to: string | undefined): { from: Day; to: Day } {
  const latest = project.judgedDay ?? 0
  const last = to === undefined ? latest : closedDay(to, latest)
  return { from: from === undefined ? last - 27 : closedDay(from, latest), to: last }
}

/** Notices in the order of their ids, each once: first those behind `after` that are in the store, then the new ones as they come. */
function subscribe(project: Project, after: number | null, listener: (notice: EpisodeNotice) => void): () => void {
  let last = after ?? 0
  let telling = Promise.resolve()
  const tell = async (transitions: readonly CommittedTransition[]): Promise<void> => {
    for (const transition of transitions) {
      if (transition.id <= last) continue
      last = transition.id
      if (transition.subject !== 'signal') continue
      const notice = await noticeOf(project, transition)
      if (notice !== null) listener(notice)
    }
  }
  const hear = (transitions: readonly CommittedTransition[]): void => {
    telling = telling.then(() => tell(transitions)).catch(() => {})
  }
  project.listeners.add(hear)
  if (after !== null) telling = missed(project, after, tell).catch(() => {})
  return () => project.listeners.delete(hear)
}

const MISSED_AT_A_TIME = 500

async function missed(
  { control }: Project,
  after: number,
  tell: (transitions: readonly CommittedTransition[]) => Promise<void>,
): Promise<void> {
  for (let at = after; ; ) {
    const page = await readTransitions(control, { afterId: at, limit: MISSED_AT_A_TIME, order: 'oldest' })
    await tell(page)
    const last = page.at(-1)
    if (last === undefined) return
    at = last.id
  }
}

async function noticeOf(project: Project, transition: CommittedTransition): Promise<EpisodeNotice | null> {
  const [changes = []] = await readEpisodes(project.control, [transition])
  const upTo = changes.filter((change) => change.id <= transition.id)
  const episode = toEpisodeRow(project.config.judged.model, upTo, nameOfEntity(project, transition.entity))
  return episode === null ? null : { sequence: transition.id, what: transition.what, episode }
}
