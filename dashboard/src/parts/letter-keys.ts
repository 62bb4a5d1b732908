import { keptValue } from './kept-value.ts'

const OFF = 'off'
const kept = keptValue('telltale-letter-keys')

/** Whether keys of one letter do something here: on until somebody turns them off, who speaks to the computer or hits keys they did not mean. */
export function useLetterKeys(): boolean {
  return kept.use() !== OFF
}

export function setLetterKeys(on: boolean): void {
  kept.set(on ? '' : OFF)
}

/** Whoever types into a field types. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, dialog') !== null
}
