import { domainToASCII } from 'node:url'
import type { Environment } from './config-schema.ts'
import { addProblem, type Problems } from './config-values.ts'

export interface SendingLimits {
  /** Messages a second; undefined: as fast as the relay takes them. */
  readonly rate: number | undefined
  /** Messages a second by receiving domain, a lower-case A-label. */
  readonly rateByDomain: ReadonlyMap<string, number>
  /** `ceilings[n]`: mails to one receiving domain on the n-th day after `firstDay` (UTC); after the last none. */
  readonly ramp: { readonly firstDay: string; readonly ceilings: readonly number[] } | undefined
}

const slowest = 0.1

/** SEND_RATE, SEND_RATE_BY_DOMAIN and SEND_RAMP; what is wrong with them goes to `problems`. */
export function readSendingLimits(env: Environment, problems: Problems): SendingLimits {
  const add = (name: string, sentence: string) => addProblem(problems, name, `${name} ${sentence}`)
  return {
    rate: env.SEND_RATE,
    rateByDomain: readRates(env.SEND_RATE_BY_DOMAIN, (sentence) => add('SEND_RATE_BY_DOMAIN', sentence)),
    ramp: readRamp(env.SEND_RAMP, (sentence) => add('SEND_RAMP', sentence))
  }
}

function readRates(text: string | undefined, refuse: (sentence: string) => void): Map<string, number> {
  const rates = new Map<string, number>()
  for (const entry of text?.split(',') ?? []) {
    const [name = '', rate = ''] = entry.trim().split('=')
    const domain = domainToASCII(name)
    if (domain === '') refuse(`names no domain: ${name}`)
    else if (rates.has(domain)) refuse(`names ${domain} twice`)
    else if (Number(rate) < slowest) refuse(`must be ${slowest} or more for ${domain}`)
    else rates.set(domain, Number(rate))
  }
  return rates
}

function readRamp(text: string | undefined, refuse: (sentence: string) => void): SendingLimits['ramp'] {
  if (text === undefined) return undefined
  const [firstDay = '', list = ''] = text.split(':')
  const ceilings = list.split(',').map(Number)
  if (!isDay(firstDay)) refuse(`names no day: ${firstDay}`)
  else if (ceilings.some((ceiling, day) => ceiling < (ceilings[day - 1] ?? 0)))
    refuse('must not shrink from day to day')
  else return { firstDay, ceilings }
  return undefined
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
