import type { Incident } from '../../contract/incidents.ts'
import { counted } from '../counted.ts'
import { bad, type Diagnosis, note } from './diagnosis.ts'

/** Whether events came as usual: one that lasts is to be mended, one that is over is worth knowing. */
export function judgeIncidents(incidents: readonly Incident[]): readonly Diagnosis[] {
  return incidents.map((incident) => {
    const text = `${when(incident)} ${incident.events.map(tellEvent).join('; ')}${stopped(incident)}`
    if (incident.lasts)
      return bad(
        'tracking',
        text,
        'See whether the product still sends them: a release, a consent banner, a renamed event.',
      )
    return note('tracking', text)
  })
}

function when({ since, last, lasts }: Incident): string {
  if (lasts) return `may be broken since ${since}:`
  return since === last ? `on ${since}, a holiday or a fault:` : `may have been broken from ${since} to ${last}:`
}

function tellEvent({ name, heard, usual }: Incident['events'][number]): string {
  return `${name} came from ${counted(heard, 'account')} where ${usual} are usual`
}

function stopped({ signals, scores, judgedFrom }: Incident): string {
  const named = [...signals, ...scores.map((score) => `bands of ${score}`)]
  if (named.length === 0) return ''
  const are = named.length === 1 && scores.length === 0 ? 'is' : 'are'
  return `; ${named.join(', ')} ${are} not judged ${judgedFrom === null ? 'meanwhile' : `before ${judgedFrom}`}`
}
