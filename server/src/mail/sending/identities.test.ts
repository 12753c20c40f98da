import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSendingDesk, type SendingDesk } from '../../../test/sendingDesk.ts'
import { smtpSink } from '../../../test/smtpSink.ts'
import { identities } from './identities.ts'

test.todo('x')
