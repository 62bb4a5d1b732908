import { errorAt } from '../check/problem-at.ts'
import type { ConfigDraft } from '../draft.ts'
import type { EventDraft } from '../event-draft.ts'
import { ACTIVE_KINDS } from '../model.ts'
import type { Problem } from '../problem.ts'
import { METRIC_IDS, METRICS } from './catalogue.ts'
import { noSuch } from './no-such.ts'

const FEWEST_INPUTS = 3
const MOST_INPUTS = 5

/** Rule: the North Star counts value that customers get again and again, and hangs on three to five inputs. A number that rises while the business gets worse is refused. */
export function checkNorthStar({ metrics, events, activation }: ConfigDraft): readonly Problem[] {
  const { northStar } = metrics
  if (northStar === null) return []
  const path = 'metrics.northStar'
  const event = events[northStar.event]
  if (event === undefined)
    return [noSuch(`${path}.event`, { what: 'event', name: northStar.event, valid: Object.keys(events) })]
  const signUps = activation?.signUp ?? []
  const vanity = reasonOfVanity(northStar.event, event, signUps)
  const refused = errorAt(`${path}.event`, {
    ...{ code: 'wrong_argument', bad: northStar.event },
    message: `metrics.northStar.event is ${JSON.stringify(northStar.event)}: ${vanity}.`,
    mend: `Choose an event of value (kinds ${ACTIVE_KINDS.join(', ')}): if it grows, what customers get grows.`,
  })
  return [...(vanity === null ? [] : [refused]), ...checkInputs(northStar.inputs)]
}

const SIGN_UP = /\b(sign(ed|s)?|register(ed|s)?)[ _-]?(up)?\b|\baccount[ _-]?created\b/i
const SIGN_IN = /\b(sign(ed|s)?|log(ged|s)?)[ _-]?(in|on)\b|\blogin\b/i
const VIEW = /\bpage[ _-]?view/i

/** Why an event shows activity without value; null: it shows value. */
function reasonOfVanity(key: string, { names, call, kind }: EventDraft, signUps: readonly string[]): string | null {
  if (call !== 'track' || names.some((name) => VIEW.test(name)))
    return 'views of pages can rise while nobody gets anything done'
  if (names.some((name) => SIGN_IN.test(name))) return 'a sign-in is not use'
  if (signUps.includes(key) || names.some((name) => SIGN_UP.test(name)))
    return 'sign-ups can rise while those who sign up leave again'
  if (!ACTIVE_KINDS.includes(kind)) return `events of kind ${kind} are no use that customers get value from`
  return null
}

function checkInputs(inputs: readonly string[]): readonly Problem[] {
  const path = 'metrics.northStar.inputs'
  const unknown = inputs
    .filter((id) => !Object.hasOwn(METRICS, id) || id === 'north_star')
    .map((name) => noSuch(path, { what: 'metric', name, valid: METRIC_IDS.filter((id) => id !== 'north_star') }))
  if (inputs.length >= FEWEST_INPUTS && inputs.length <= MOST_INPUTS) return unknown
  const message = `${path} has ${inputs.length} metrics.`
  const mend = `Name ${FEWEST_INPUTS} to ${MOST_INPUTS} metrics that a team can move, and that move the North Star.`
  return [...unknown, errorAt(path, { code: 'wrong_argument', bad: String(inputs.length), message, mend })]
}
