/** The day of the snapshot that these pages are; null: they are those of a server. The exported page says it in its head. */
export const snapshotDay: string | null =
  document.querySelector<HTMLMetaElement>('meta[name="telltale-snapshot"]')?.content ?? null

export const isSnapshot = snapshotDay !== null

let places: Promise<ReadonlyMap<string, string>> | null = null

/** What the server answered when the snapshot was made, from the file beside the page; null: that was not asked then. */
export async function readSnapshot(address: string, { method = 'GET', body }: RequestInit): Promise<Response | null> {
  places ??= readPlaces()
  const place = (await places).get(`${method} ${address} ${typeof body === 'string' ? withoutRun(body) : ''}`)
  return place === undefined ? null : fetch(place)
}

/** A long question has a name by which it is asked how far it is, another one on each page. */
function withoutRun(body: string): string {
  return body.replace(/,?"run":"[^"]*"/, '')
}

async function readPlaces(): Promise<ReadonlyMap<string, string>> {
  const answer = await fetch('answers/index.json')
  return new Map(Object.entries((await answer.json()) as Record<string, string>))
}
