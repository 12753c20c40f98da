import { serve } from '../serving.ts'
import type { Command } from './command.ts'

export const command: Command = {
  takes: '',
  options: {},
  about: {},
  example: 'DOCKET_PORT=8080 docket serve',
  async run({ config }) {
    await serve(config())
    return 0
  },
}
