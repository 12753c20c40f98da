import type { OpenMail } from './parsed.ts'

/** A mail no ticket can be made of. The caller quarantines it, with this sentence; `read` is what was understood all the same. */
export class Unparsable extends Error {
  readonly read: OpenMail | null

  constructor(sentence: string, read: OpenMail | null = null) {
    super(sentence)
    this.name = 'Unparsable'
    this.read = read
  }
}
