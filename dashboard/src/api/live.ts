import type { EpisodeNotice } from '@contract/episodes.ts'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

const REFRESH_MS = 1000

/** Listens to alerts as they open and close, refreshes what they touch, and hands out the last one. */
export function useLiveNotice(): EpisodeNotice | null {
  const client = useQueryClient()
  const [notice, setNotice] = useState<EpisodeNotice | null>(null)
  useEffect(() => {
    const source = new EventSource('/api/v1/episodes/stream')
    const refresh = makeRefresher(client)
    source.addEventListener('episode', (message) => {
      const next = JSON.parse(message.data) as EpisodeNotice
      setNotice(next)
      refresh(next)
    })
    return () => source.close()
  }, [client])
  return notice
}

/** Many notices in one second cause one refresh. */
function makeRefresher(client: QueryClient): (notice: EpisodeNotice) => void {
  const accounts = new Set<string>()
  let waiting = false
  const flush = () => {
    waiting = false
    void client.invalidateQueries({ queryKey: ['accounts'] })
    void client.invalidateQueries({ queryKey: ['status'] })
    for (const key of accounts) void client.invalidateQueries({ queryKey: ['account', key] })
    accounts.clear()
  }
  return ({ episode }) => {
    if (episode.entity.level !== 'person') accounts.add(episode.entity.account)
    if (!waiting) setTimeout(flush, REFRESH_MS)
    waiting = true
  }
}
