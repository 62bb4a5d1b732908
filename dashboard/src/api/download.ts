import { fetchApi } from './client.ts'

/** Saves what an address of the API answers as a file; a link alone could send no key. Throws ApiFailure. */
export async function downloadFile(address: string, name: string): Promise<void> {
  const answer = await fetchApi(address)
  const url = URL.createObjectURL(await answer.blob())
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
