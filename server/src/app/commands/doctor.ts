import { type Config, ConfigFaults } from '../../platform/config.ts'
import { type Command, json } from './command.ts'
import { checkBlobs } from './doctorBlobs.ts'
import { checkDatabase } from './doctorDatabase.ts'
import { checkPublicUrl } from './doctorInstallation.ts'
import { checkDisk, checkNode } from './doctorMachine.ts'
import { checkHttp, checkSmtp, checkSmtpOut } from './doctorPorts.ts'
import { type Finding, good, wrong } from './finding.ts'

const marks = { ok: '✓', look: '!', wrong: '✗' }

/** Looks at everything that Docket stands on. Exit code 1 when something is wrong. */
export const command: Command = {
  takes: '',
  options: { json: { type: 'boolean' } },
  about: { json: 'print {"ok", "findings": [{"check", "state", "says", "todo"}]}' },
  example: 'docket doctor',
  async run({ values, terminal, config }) {
    const findings: Finding[] = []
    const add = async (more: Finding[]) => {
      findings.push(...more)
      if (!values.json) await terminal.out(more.map(line).join(''))
    }
    await add([checkNode()])
    const read = readSettings(config)
    await add(read.findings)
    if (read.config) {
      await add([await checkBlobs(read.config), await checkDisk(read.config)])
      await add(await checkDatabase(read.config, terminal.say))
      await add([
        checkPublicUrl(read.config),
        await checkHttp(read.config),
        await checkSmtp(read.config),
        ...(await checkSmtpOut(read.config)),
      ])
    }
    const ok = findings.every(({ state }) => state !== 'wrong')
    if (values.json) await terminal.out(json({ ok, findings }))
    return ok ? 0 : 1
  },
}

function line({ state, says, todo }: Finding): string {
  return `${marks[state]} ${says}${todo ? ` ${todo}` : ''}\n`
}

function readSettings(config: () => Config): { config?: Config; findings: Finding[] } {
  try {
    return { config: config(), findings: [good('settings', 'The settings can be read.')] }
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error
    return {
      findings: error.faults.map((fault) => wrong('settings', `${fault}.`, 'docs/config.md lists every setting.')),
    }
  }
}
