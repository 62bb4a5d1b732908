/** There already, or to be waited for. */
export type Awaitable<T> = T | Promise<T>

/** Goes on with a value, at once if it is there: waiting for what is there costs more than most accounts of a million take otherwise. */
export function whenReady<T, U>(value: Awaitable<T>, then: (value: T) => U): Awaitable<U> {
  return value instanceof Promise ? value.then(then) : then(value)
}
