import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessStage, type Browser, openAccessStage, ROLES } from '../../../test/access-stage.ts'
import { type RoleName, reaches, SCOPE_OF_ROLE } from '../../contract/access/roles.ts'
import { isNoted } from './api-plugin.ts'
import type { ApiRoute } from './route.ts'
import { apiRoutes } from './routes.ts'

/** What needs more than to look, or nothing at all; whatever is not named here is open to every viewer. */
const NEEDED = {
  none: ['getSession', 'signIn', 'signInToDemo', 'signOut', 'lookAtLink', 'acceptLink'],
  edit: [
    'noteAbsence',
    'removeAbsence',
    'sayPulse',
    'finishTask',
    'snoozeTask',
    'dismissTask',
    'undoTask',
    'setOverride',
    'addNote',
    'dropNote',
    'tellRelease',
    'dropRelease',
  ],
  admin: [
    ...['listKeys', 'createKey', 'revokeKey', 'listUsers', 'inviteUser', 'dropInvitation', 'offerReset', 'changeRole'],
    ...['removeUser', 'listAudit', 'mergeAccount', 'splitAccount', 'previewPostgres', 'syncSource', 'planExperiment'],
    ...['exposeAccount', 'endExperiment', 'replayDelivery', 'confirmDeliveries', 'enableChannel', 'listSuppressions'],
    ...['removeSuppression', 'recomputeVerdicts', 'enrolByHand', 'pausePlaybook', 'resumePlaybook', 'testPlaybook'],
    'listKeptAbout',
    ...['beginForgetting', 'getForgetting'],
  ],
} as const
/** Of whom it is done with its author elsewhere. */
const NOT_NOTED = [
  'sayPulse',
  'finishTask',
  'snoozeTask',
  'dismissTask',
  'undoTask',
  'exposeAccount',
  'addNote',
  'dropNote',
]

let stage: AccessStage
let callers: ReadonlyMap<RoleName | 'nobody', Browser>

beforeAll(async () => {
  stage = await openAccessStage()
  callers = new Map<RoleName | 'nobody', Browser>([
    ['nobody', stage.open()],
    ...(await Promise.all(ROLES.map(async (role) => [role, await stage.signedIn(role)] as const))),
  ])
})
afterAll(() => stage.close())

describe('every route of the API', () => {
  test('needs what the table says', () => {
    const named = (scope: string) =>
      apiRoutes.filter((route) => route.scope === scope).map(({ operation }) => operation)
    for (const scope of ['none', 'edit', 'admin'] as const)
      expect([...named(scope)].sort()).toEqual([...NEEDED[scope]].sort())
  })

  test('lets through exactly the roles that may, and nobody who is not signed in', async () => {
    const found: Record<string, string[]> = {}
    const expected: Record<string, string[]> = {}
    for (const route of apiRoutes.filter(({ operation }) => !ENDS_SESSIONS.includes(operation))) {
      expected[route.operation] = ['nobody', ...ROLES].filter((who) => may(who as RoleName | 'nobody', route))
      found[route.operation] = []
      for (const [who, browser] of callers) if (await isLetThrough(browser, route)) found[route.operation]!.push(who)
    }
    expect(found).toEqual(expected)
  })

  test('that changes something for others is noted, or kept elsewhere with its author', () => {
    const changes = apiRoutes.filter(({ method, scope }) => method !== 'GET' && reaches(scope, 'edit'))
    expect(
      changes
        .filter((route) => !isNoted(route))
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual([...NOT_NOTED].sort())
  })
})

/** They would sign the callers out; the stories of sessions are about them. */
const ENDS_SESSIONS = ['signOut', 'signOutEverywhere']

function may(who: RoleName | 'nobody', { scope }: ApiRoute): boolean {
  return reaches(who === 'nobody' ? 'none' : SCOPE_OF_ROLE[who], scope)
}

/** What is let through is refused for what it says, or meets what is out of reach here: never for who asks. A stream would not end. */
async function isLetThrough(browser: Browser, { method, path, media }: ApiRoute): Promise<boolean> {
  const filled = path.replaceAll(/:\w+/g, '7')
  const held = browser.cookie
  if (media === 'text/event-stream') browser.headers['last-event-id'] = 'not a number'
  // A file that breaks off had begun.
  const begun = { statusCode: 500 }
  const { statusCode } = await browser.ask(method, filled, method === 'POST' ? {} : undefined).catch(() => begun)
  delete browser.headers['last-event-id']
  browser.cookie = held
  return statusCode !== 401 && statusCode !== 403
}
