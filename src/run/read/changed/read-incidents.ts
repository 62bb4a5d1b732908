import { type FactKey, nameOfFact } from '../../../config/fact-key.ts'
import { ruleOfState } from '../../../config/state-name.ts'
import type { Incident as IncidentRow } from '../../../contract/incidents.ts'
import { type Day, dayToIso } from '../../../core/time.ts'
import { type Incident, RESTS_DAYS, readIncident } from '../../../fold/reference/find-incidents.ts'
import { readIncidents } from '../../decide/compute-references.ts'
import type { Project } from '../../project.ts'
import { keepAnswer } from '../keep-answers.ts'
import { watchClosed } from './watch-closed.ts'

const DAYS = 90

/** What was hardly heard of in the last 90 closed days; what was so at the same time is one incident. Newest first. Kept while what was known at their closes is. */
export async function listIncidents(project: Project): Promise<readonly IncidentRow[]> {
  const { rows } = await keepAnswer(project.answers, { question: 'incidents', holdsAll: true }, async () => {
    const holds = watchClosed(project)
    return { answer: { rows: await tellIncidents(project) }, stillHolds: async () => holds() }
  })
  return rows
}

async function tellIncidents({ store, config, judgedDay }: Project): Promise<readonly IncidentRow[]> {
  if (judgedDay === null) return []
  const { plan } = config.judged
  const rows = await readIncidents(store, plan, { from: judgedDay - DAYS + 1, to: judgedDay })
  // The last day that tells of one tells how it ended.
  const found = new Map<string, Told>()
  for (const { day, quantity, points } of rows) {
    const incident = readIncident(points)
    const key = `${quantity} ${incident.since}`
    if ((found.get(key)?.day ?? day) <= day) found.set(key, { ...incident, fact: quantity as FactKey, day })
  }
  return joinAtOnce([...found.values()]).map((told) => toRow(told, { reads: plan.reads, judgedDay }))
}

type Told = Incident & { readonly fact: FactKey; readonly day: Day }

/** Groups of those whose days meet, the newest first. */
function joinAtOnce(all: readonly Told[]): Told[][] {
  const groups: Told[][] = []
  for (const one of [...all].sort((a, b) => a.since - b.since || (a.fact < b.fact ? -1 : 1))) {
    const group = groups.at(-1)
    if (group !== undefined && one.since <= Math.max(...group.map(({ last }) => last))) group.push(one)
    else groups.push([one])
  }
  return groups.reverse()
}

type Around = { readonly reads: ReadonlyMap<string, readonly FactKey[]>; readonly judgedDay: Day }

function toRow(group: readonly Told[], { reads, judgedDay }: Around): IncidentRow {
  const last = Math.max(...group.map((one) => one.last))
  const lasts = group.some((one) => one.lasts && one.day === judgedDay)
  // One that rests is told of on the day itself; one that is over ended with the last day that told of it.
  const rests = !lasts && group.some((one) => one.day === judgedDay)
  const end = Math.max(...group.map((one) => one.day)) + 1
  const facts = new Set(group.map(({ fact }) => fact))
  const isNow = lasts || rests
  const rules = [...reads].flatMap(([name, read]) =>
    isNow && read.some((fact) => facts.has(fact)) ? [ruleOfState(name)] : [],
  )
  const named = (subject: 'signal' | 'band') => rules.flatMap((rule) => (rule.subject === subject ? [rule.key] : []))
  return {
    since: dayToIso(Math.min(...group.map(({ since }) => since))),
    last: dayToIso(last),
    lasts,
    judgedFrom: lasts ? null : dayToIso(rests ? last + RESTS_DAYS + 1 : end),
    events: group.map(({ fact, heard, expected }) => ({
      name: nameOfFact(fact),
      heard,
      usual: Math.round(expected * 10) / 10,
    })),
    signals: named('signal').sort(),
    scores: [...new Set(named('band').map(scoreOf))].sort(),
  }
}

/** A band is called `score.band`. */
function scoreOf(band: string): string {
  return band.slice(0, band.indexOf('.'))
}
