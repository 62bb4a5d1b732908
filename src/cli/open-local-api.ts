import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ApiDeps } from '../contract/api-deps.ts'
import { telltaleError } from '../core/errors.ts'
import { keepBudget } from '../http/api/keep-budget.ts'
import { buildApp } from '../http/build-app.ts'
import { playbookDeps } from '../run/playbooks/playbook-deps.ts'
import { apiDeps } from '../run/read/api-deps.ts'
import { takingEffect } from '../run/read/taking-effect.ts'
import { openSources } from '../run/sync/open-sources.ts'
import type { Invocation } from './command.ts'
import { type Connection, readAnswer } from './connection.ts'
import { openLocalProject } from './open-local-project.ts'
import { packageVersion } from './package-version.ts'
import { readDelivery, readSources } from './read-config.ts'
import { readModelInForce } from './read-model-in-force.ts'

/** Whoever may write the folder may change what is in it: no other key is needed, and nobody else can ask. */
const OWNER = { id: 'owner', scope: 'admin' } as const

/** The API over a data folder that no server holds, asked in process: nothing listens. */
export async function openLocalApi(invocation: Invocation): Promise<Connection> {
  const { dataDir, clock, io } = invocation
  if (!existsSync(join(dataDir, 'control.sqlite'))) throw telltaleError('data_missing', { path: dataDir })
  const { model, configPath } = await readModelInForce(invocation)
  const { project, close } = await openLocalProject({
    dataDir,
    model,
    configPath,
    clock,
    serves: false,
    say: io.err,
  })
  const sources = openSources(project, {
    sources: await readSources(configPath),
    secretOf: (name) => io.env[name] ?? null,
    ticks: false,
  })
  const deps = {
    ...apiDeps(project, io.randomBytes, sources),
    ...playbookDeps(project, await readDelivery(configPath)),
  }
  const app = await buildApp({
    api: {
      ...untilCancelled(takingEffect(project, deps), io.signal),
      verifyKey: async () => OWNER,
    },
    clock,
    segment: null,
    checks: [],
    metrics: null,
    hosts: [],
    open: true,
    version: packageVersion(),
    dashboardFolder: null,
    logger: null,
  })
  return {
    get: async (path) => {
      const headers = { host: 'localhost', authorization: 'Bearer owner' }
      const answer = await app.inject({ method: 'GET', url: `/api/v1${path}`, headers })
      return readAnswer(answer.statusCode, answer.body)
    },
    post: async (path, body) => {
      const headers = { host: 'localhost', 'content-type': 'application/json', authorization: 'Bearer owner' }
      const payload = JSON.stringify(body)
      const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload })
      return readAnswer(answer.statusCode, answer.body)
    },
    close: async () => {
      await app.close()
      await close()
    },
  }
}

/** Asked in process there is no connection to be closed: ^C ends a question that is being answered. */
function untilCancelled(deps: ApiDeps, cancelled: AbortSignal): ApiDeps {
  return {
    ...deps,
    backtest: (request, stop) => deps.backtest(request, AbortSignal.any([stop, cancelled])),
    discover: (request, stop) => deps.discover(request, AbortSignal.any([stop, cancelled])),
    whatIf: (request, stop) => deps.whatIf(request, AbortSignal.any([stop, cancelled])),
    fitScore: (query, stop) => deps.fitScore(query, AbortSignal.any([stop, cancelled])),
    planExperiment: (request, stop) => deps.planExperiment(request, AbortSignal.any([stop, cancelled])),
    getUplift: (name, query, stop) => deps.getUplift(name, query, AbortSignal.any([stop, cancelled])),
    getPlaybookResult: (name, query, stop) => deps.getPlaybookResult(name, query, AbortSignal.any([stop, cancelled])),
    compareCohorts: (query, stop) => deps.compareCohorts(query, AbortSignal.any([stop, cancelled])),
    syncSource: (source, request, stop) => deps.syncSource(source, request, AbortSignal.any([stop, cancelled])),
    simulatePlaybook: (name, query, stop) => deps.simulatePlaybook(name, query, AbortSignal.any([stop, cancelled])),
    recomputeVerdicts: (stop) => deps.recomputeVerdicts(AbortSignal.any([stop, cancelled])),
    analyze: (kind, query, stop) =>
      keepBudget({ seconds: query.budget_seconds, cancelled }, (own) =>
        deps.analyze(kind, query, AbortSignal.any([stop, own])),
      ),
  }
}
