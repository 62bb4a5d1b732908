import type { EpisodeNotice } from '@contract/episodes.ts'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createParser } from 'eventsource-parser'
import { useEffect, useState } from 'react'
import { apiAddress, fetchApi, needsKey } from './client.ts'
import { PLAYBOOKS } from './playbooks.ts'
import { useReadKey } from './read-key.ts'
import { snapshotDay } from './snapshot.ts'
import { STANDING } from './standing.ts'
import { WORK } from './work.ts'

const REFRESH_MS = 1000
const RETRY_MS = 2000

/** Listens to alerts as they open and close and to answers that stand anew, refreshes what they touch, and hands out the last alert. */
export function useLiveNotice(): EpisodeNotice | null {
  const client = useQueryClient()
  const key = useReadKey()
  const [notice, setNotice] = useState<EpisodeNotice | null>(null)
  useEffect(() => {
    if (snapshotDay !== null) return
    const stop = new AbortController()
    const refresh = makeRefresher(client)
    const onNotice = (next: EpisodeNotice): void => {
      setNotice(next)
      refresh(next)
    }
    const onStanding = (): void => void client.invalidateQueries({ queryKey: [STANDING] })
    void listen({ key, signal: stop.signal, onNotice, onStanding })
    return () => stop.abort()
  }, [client, key])
  return notice
}

type Listening = {
  readonly key: string | null
  readonly signal: AbortSignal
  readonly onNotice: (notice: EpisodeNotice) => void
  /** An answer that takes all of history stands anew. */
  readonly onStanding: () => void
}

/** Where a stream of server-sent events stands, as the server tells it. */
type Place = { lastId: string; retryMs: number }

/** Reads the stream of alerts until it is told to stop or no key opens it; one that breaks off is taken up where it stood. EventSource could send no key. */
async function listen(listening: Listening): Promise<void> {
  const place: Place = { lastId: '', retryMs: RETRY_MS }
  while (!listening.signal.aborted) {
    const failed = await readStream(place, listening).catch((error: unknown) => error)
    if (needsKey(failed)) return
    await new Promise((resolve) => setTimeout(resolve, place.retryMs))
  }
}

async function readStream(place: Place, { key, signal, onNotice, onStanding }: Listening): Promise<void> {
  const headers = { accept: 'text/event-stream', ...(place.lastId === '' ? {} : { 'last-event-id': place.lastId }) }
  const answer = await fetchApi(apiAddress('/episodes/stream', {}), { signal, headers }, key)
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      place.lastId = id ?? place.lastId
      if (event === 'episode') onNotice(JSON.parse(data) as EpisodeNotice)
      if (event === 'standing') onStanding()
    },
    onRetry: (ms) => {
      place.retryMs = ms
    },
  })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) parser.feed(read.value)
}

/** Many notices in one second cause one refresh. */
function makeRefresher(client: QueryClient): (notice: EpisodeNotice) => void {
  const accounts = new Set<string>()
  let waiting = false
  const flush = () => {
    waiting = false
    void client.invalidateQueries({ queryKey: ['accounts'] })
    void client.invalidateQueries({ queryKey: ['status'] })
    void client.invalidateQueries({ queryKey: [WORK] })
    void client.invalidateQueries({ queryKey: PLAYBOOKS })
    for (const key of accounts) void client.invalidateQueries({ queryKey: ['account', key] })
    accounts.clear()
  }
  return ({ episode }) => {
    if (episode.entity.level !== 'person') accounts.add(episode.entity.account)
    if (!waiting) setTimeout(flush, REFRESH_MS)
    waiting = true
  }
}
