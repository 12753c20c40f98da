// The web app is built once and again when its sources change.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, exclusively, progressing, root, Sentence, sha256 } from './runtime.mjs'

const web = join(root, 'web')
const stamp = join(web, 'dist', '.stamp')

export async function ensureWebBuilt() {
  const wanted = fingerprint()
  const isCurrent = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isCurrent()) return
  await exclusively('web-build', async () => {
    if (isCurrent()) return
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const { code, output } = await progressing('Building the web app', () => capture(vite, ['build'], { cwd: web }))
    if (code !== 0) throw new Sentence(`The web app could not be built:\n${output}`)
    writeFileSync(stamp, wanted)
  })
}

function fingerprint() {
  const parts = [web, join(root, 'api')].flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((file) => !/^(dist|node_modules)(\/|$)/.test(file) && statSync(join(folder, file)).isFile())
      .sort()
      .map((file) => `${file} ${sha256(readFileSync(join(folder, file)))}`),
  )
  return sha256([...parts, sha256(readFileSync(join(root, 'package-lock.json')))].join('\n'))
}
