import { dataFolder } from '../../run/data-folder.ts'
import { readServerFile } from '../../run/server-file.ts'
import { type Invocation, textOption } from '../command.ts'
import { bad, type Diagnosis, fine, note } from './diagnosis.ts'

const PATIENCE_MS = 10_000

/**
 * Whether the server takes events, asked as an SDK asks: an empty batch to /v1/batch. A redirect counts as a fault: SDKs drop the body or take it for an error, and
 * proxies that turn http into https do it.
 */
export async function checkServer(invocation: Invocation): Promise<Diagnosis> {
  const base = textOption(invocation, 'url') ?? readServerFile(dataFolder(invocation.dataDir).serverFile)?.url ?? null
  if (base === null) return note('server', 'none runs on this data folder', 'Start it: telltale start')
  const key = invocation.io.env.TELLTALE_WRITE_KEY ?? null
  try {
    const response = await fetch(`${base.replace(/\/+$/, '')}/v1/batch`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      body: '{"batch":[]}',
      signal: AbortSignal.any([invocation.io.signal, AbortSignal.timeout(PATIENCE_MS)]),
    })
    return judgeAnswer(base, key, {
      status: response.status,
      location: response.headers.get('location'),
      body: await response.text(),
    })
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return bad(
      'server',
      `${base} does not answer: ${cause}`,
      'Start it (telltale start), or mend what is between it and you.',
    )
  }
}

type Answer = { readonly status: number; readonly location: string | null; readonly body: string }

function judgeAnswer(base: string, key: string | null, { status, location, body }: Answer): Diagnosis {
  if (status === 200) return fine('server', `${base} takes events`)
  if (status >= 300 && status < 400)
    return bad(
      'server',
      `${base} answers ${status} to events and sends them to ${location ?? 'nowhere'}`,
      `Give your SDKs the address that answers itself${location === null ? '' : `: ${location.slice(0, 200)}`}; they do not follow redirects.`,
    )
  if (status === 401 && body.includes('write_key_missing'))
    return fine('server', `${base} answers; set TELLTALE_WRITE_KEY to try a key too`)
  if (status === 401)
    return bad(
      'server',
      `${base} does not know the key of TELLTALE_WRITE_KEY`,
      'Make one: telltale keys create --scope write',
    )
  if (status === 403 && body.includes('scope_too_small'))
    return bad(
      'server',
      `${base} takes no events with the key of TELLTALE_WRITE_KEY: it is not one to send with`,
      'Make one: telltale keys create --scope write',
    )
  return bad(
    'server',
    `${base} answers ${status} to an empty batch${key === null ? '' : ' with the key of TELLTALE_WRITE_KEY'}`,
    'Look at what the server logs, and at what is between it and you.',
  )
}
