import { answerWith } from './answering.ts'
import { parseMail } from './parsing.ts'

answerWith(parseMail)
