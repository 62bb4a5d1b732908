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

function stopped({ signals, judgedFrom }: Incident): string {
  if (signals.length === 0) return ''
  return `; ${signals.join(', ')} ${signals.length === 1 ? 'is' : 'are'} not judged ${judgedFrom === null ? 'meanwhile' : `before ${judgedFrom}`}`
}
