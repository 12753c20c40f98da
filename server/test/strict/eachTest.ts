import { afterEach } from 'vitest'
import { throwWhatWasWrong } from './watching.ts'

/** Before each test file: no test passes during which a mail left that a strict reader would not take. */
afterEach(throwWhatWasWrong)
