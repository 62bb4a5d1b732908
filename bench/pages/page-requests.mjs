import { standingQuestions } from '../../dist/contract/analyze/standing-questions.js'
import { WORLD_END } from '../world/fill-store.mjs'

const LAST_DAY = Math.floor(WORLD_END / 86_400_000) - 1
const dayBefore = (days) => new Date((LAST_DAY - days) * 86_400_000).toISOString().slice(0, 10)
const get = (page, path) => ({ page, method: 'GET', path, body: null })
const post = (page, path, body) => ({ page, method: 'POST', path, body })

const PAGE_OF = { active: 'Engagement', stickiness: 'Engagement', lifecycle: 'Engagement', retention: 'Retention' }

/**
 * What pages ask when they are opened, of an account `key` and a signal; without what a page folds all of history for when somebody asks for it, and without bands and
 * activation, which this configuration has not.
 */
export function pageRequests({ key, signal }) {
  const account = `/accounts/${encodeURIComponent(key)}`
  return [
    get('Today', '/today?horizon=day&limit=50'),
    get('Today', '/status'),
    get('Today', `/episodes?signal=${encodeURIComponent(signal)}&limit=500&evidence=without`),
    get('Team', '/team'),
    get('Accounts', '/accounts?limit=200&offset=0'),
    get('Accounts', '/accounts?limit=200&offset=0&sort=mrr&order=desc'),
    get('Account', account),
    get('Account', `${account}/events?limit=50`),
    get('Signals', '/signals'),
    get('Signals', '/verdicts'),
    get('Signal', `/episodes?signal=${encodeURIComponent(signal)}&evidence=without&limit=50`),
    get('Playbooks', '/playbooks'),
    get('Changes', '/changes'),
    get('Changes', '/experiments'),
    get('Data', '/incidents'),
    get('Data', '/quarantine?limit=50'),
    get('Data', '/events?limit=5000'),
    get('Metrics', '/metrics?preset=starter&budget_seconds=120'),
    get('Metrics', '/metrics/tree'),
    get('Metrics', '/metrics/alerts'),
    get('Metrics', '/metrics/restatements'),
    get('Settings', '/settings'),
    post('Today', '/names', { accounts: [key] }),
    post('Revenue', '/analyze/revenue', { by: 'month', currency: 'USD' }),
    ...standingQuestions(dayBefore).map(({ kind, query }) => post(PAGE_OF[kind], `/analyze/${kind}`, query)),
  ]
}
