import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseAst } from 'rolldown/parseAst'

export type Pattern = { file: string; source: string; flags: string }

const src = join(import.meta.dirname, '../src')

/** Every regular expression of the server: those written as literals, and those built when their module is loaded. */
export async function patternsOfServer(): Promise<Pattern[]> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'main.ts',
  )
  const found = files.flatMap(literalsIn)
  const built = await builtWhileLoading(
    files.filter((name) => readFileSync(join(src, name), 'utf8').includes('new RegExp(')),
  )
  const known = new Set<string>()
  return [...found, ...built].filter((one) => !known.has(keyOf(one)) && Boolean(known.add(keyOf(one))))
}

/** What a verdict is remembered by. */
export const keyOf = ({ source, flags }: Pattern): string =>
  createHash('sha256').update(`/${source}/${flags}`).digest('hex').slice(0, 24)

function literalsIn(file: string): Pattern[] {
  const found: Pattern[] = []
  const walk = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    if ('regex' in node && node.regex) {
      const { pattern, flags } = node.regex as { pattern: string; flags: string }
      found.push({ file, source: pattern, flags })
    }
    for (const child of Object.values(node)) walk(child)
  }
  walk(parseAst(stripTypeScriptTypes(readFileSync(join(src, file), 'utf8'))))
  return found
}

async function builtWhileLoading(files: string[]): Promise<Pattern[]> {
  const found: Pattern[] = []
  const Real = globalThis.RegExp
  let file = ''
  globalThis.RegExp = new Proxy(Real, {
    construct(target, [source, flags = '']) {
      found.push({ file, source: source instanceof Real ? source.source : String(source), flags: String(flags) })
      return Reflect.construct(target, [source, flags])
    },
  })
  try {
    for (file of files) await import(`${pathToFileURL(join(src, file)).href}?patterns`)
  } finally {
    globalThis.RegExp = Real
  }
  return found.filter(({ file }) => file !== '')
}
