/**
 * A queue in which each works beside the others, but begins after all before it have begun, and finishes after all before it have
 * finished.
 */
export class Turns {
  #begun = Promise.resolve()
  #done = Promise.resolve()

  /** Given in the order of asking. Whoever takes one says both, whatever happens, or nobody behind ever goes on. */
  take(): Turn {
    const before = { begun: this.#begun, done: this.#done }
    const begun = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    this.#begun = begun.promise
    this.#done = done.promise
    return {
      toBegin: () => before.begun,
      begun: begun.resolve,
      toFinish: () => before.done,
      done: () => {
        begun.resolve()
        done.resolve()
      },
    }
  }
}

export type Turn = { toBegin(): Promise<void>; begun(): void; toFinish(): Promise<void>; done(): void }
