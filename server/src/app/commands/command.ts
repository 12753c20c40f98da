import type { ParseArgsConfig } from 'node:util'
import type { Config } from '../../platform/config.ts'

type Options = NonNullable<ParseArgsConfig['options']>
export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>

/** One word of the command line: what it takes, and what it does with it. */
export type Command = {
  /** What follows the name, as in a usage line. */
  takes: string
  /** Whether anything may stand there that is no option. */
  takesWords?: true
  options: Options
  /** What each option says of itself in --help. */
  about: Record<string, string>
  example: string
  /** Returns the exit code when it is not 0. What it throws is told in one sentence, and the exit code is 1. */
  run(given: Given): Promise<number | undefined>
}

export type Given = {
  values: Values
  words: string[]
  terminal: Terminal
  /** Read when asked for: a command that needs no settings works with broken ones. */
  config(): Config
}

export type Terminal = {
  /** The result, and nothing else. Resolves when more may be written. */
  out(text: string): Promise<void>
  /** Progress and sentences, one line each. */
  say(line: string): void
  /** Redraws one line, where there is a terminal that can. */
  redraw: ((line: string) => void) | undefined
  stdin: AsyncIterable<Uint8Array>
  env: NodeJS.ProcessEnv
  /** What relative paths are relative to. */
  folder: string
}

/** The command was called in a way it does not understand. */
export class Misuse extends Error {}

export const json = (value: unknown): string => `${JSON.stringify(value)}\n`
