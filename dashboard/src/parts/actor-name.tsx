import { useQuery } from '@tanstack/react-query'
import { postApi } from '../api/post.ts'

/** What an account is called, by its key; its key until that is known. Names that are asked for at one moment are asked for together. */
export function ActorName({ account }: { account: string }) {
  const { data } = useQuery({
    queryKey: ['name', account],
    queryFn: () => nameOf(account),
    staleTime: 300_000,
  })
  return <>{(data ?? account).slice(0, 200)}</>
}

const MOST = 1_000
let waiting: Map<string, ((name: string) => void)[]> | null = null

function nameOf(account: string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (waiting === null || waiting.size >= MOST) {
      const batch = new Map<string, ((name: string) => void)[]>()
      waiting = batch
      setTimeout(() => {
        if (waiting === batch) waiting = null
        askNames(batch).catch(reject)
      })
    }
    waiting.set(account, [...(waiting.get(account) ?? []), resolve])
  })
}

async function askNames(batch: ReadonlyMap<string, readonly ((name: string) => void)[]>): Promise<void> {
  const { accounts } = await postApi('/names', {}, { body: { accounts: [...batch.keys()] } })
  for (const { key, name } of accounts) for (const told of batch.get(key) ?? []) told(name)
}
