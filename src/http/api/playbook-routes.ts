import { z } from 'zod'
import { UpliftQuery } from '../../contract/experiments.ts'
import {
  EnrolmentQuery,
  EnrolRequest,
  PauseRequest,
  PlaybookName,
  SimulateQuery,
  TestSendRequest,
} from '../../contract/playbooks/playbooks.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { untilGone } from './until-gone.ts'

const byName = z.strictObject({ name: PlaybookName })

/** What changes what is sent needs a key. */
const change = { method: 'POST', scope: 'admin', params: byName, makes: false } as const

export const playbookRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/playbooks',
    operation: 'listPlaybooks',
    summary: 'The playbooks of the configuration: what they do, who is inside, and which are paused by whom.',
    answer: 'PlaybookList',
    handle: ({ deps }) => deps.listPlaybooks(),
  }),
  defineRoute({
    method: 'GET',
    path: '/playbooks/:name/enrolments',
    operation: 'listEnrolments',
    summary: 'Who is or was inside a playbook, the newest first: where they stand, in which arm, and why it ended.',
    params: byName,
    query: EnrolmentQuery,
    answer: 'EnrolmentList',
    handle: ({ deps, params, query }) => deps.listEnrolments(params.name, query),
  }),
  defineRoute({
    method: 'GET',
    path: '/playbooks/:name/result',
    operation: 'getPlaybookResult',
    summary:
      'Whether a playbook helps: its experiment against those left alone, or where nobody is, before it was there against after, which is never more than suggestive.',
    params: byName,
    query: UpliftQuery,
    answer: 'PlaybookResult',
    handle: ({ deps, params, query, reply }) => deps.getPlaybookResult(params.name, query, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/playbooks/:name/simulation',
    operation: 'simulatePlaybook',
    summary:
      'What a playbook would have done over days of the past: who would have begun it, what would have been sent when. Nothing is.',
    params: byName,
    query: SimulateQuery,
    answer: 'Simulation',
    handle: ({ deps, params, query, reply }) => deps.simulatePlaybook(params.name, query, untilGone(reply)),
  }),
  defineRoute({
    ...change,
    path: '/playbooks/:name/enrolments',
    operation: 'enrolByHand',
    summary: 'Begins a playbook for an account or a member, as far as its audience and its rule of how often allow.',
    body: EnrolRequest,
    answer: 'Enrolled',
    audit: ({ params, body }) => ({ subject: params.name, after: body }),
    handle: ({ deps, params, body }) => deps.enrolByHand(params.name, body),
  }),
  defineRoute({
    ...change,
    path: '/playbooks/:name/pause',
    operation: 'pausePlaybook',
    summary: 'Nobody in it goes any further; others still begin it, and wait.',
    body: PauseRequest,
    answer: 'PlaybookRow',
    audit: ({ params, body }) => ({ subject: params.name, after: body }),
    handle: ({ deps, params, body }) => deps.pausePlaybook(params.name, body),
  }),
  defineRoute({
    ...change,
    path: '/playbooks/:name/resume',
    operation: 'resumePlaybook',
    summary: 'Goes on with whoever waits in it; those who began it so far do not count as too many any more.',
    body: PauseRequest,
    answer: 'PlaybookRow',
    audit: ({ params, body }) => ({ subject: params.name, after: body }),
    handle: ({ deps, params }) => deps.resumePlaybook(params.name),
  }),
  defineRoute({
    ...change,
    path: '/playbooks/:name/test',
    operation: 'testPlaybook',
    summary:
      'Puts the messages of a playbook, written about an account, into the outbox for one address. Nobody begins it by that.',
    body: TestSendRequest,
    answer: 'TestSent',
    audit: ({ params, body }) => ({ subject: params.name, after: body }),
    handle: ({ deps, params, body }) => deps.testPlaybook(params.name, body),
  }),
]
