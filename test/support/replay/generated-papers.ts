import { addDays } from '../../../services/papers/feed-day.ts'
import { randomFrom } from './random.ts'

/** An invented paper: what Hugging Face and arXiv would both know of it. */
export interface GeneratedPaper {
  arxivId: string
  version: number
  /** As arXiv has it, TeX included. */
  title: string
  abstract: string
  authors: string[]
  /** The first is the primary one. */
  categories: string[]
  /** YYYY-MM-DD */
  submittedOn: string
  votes: number
  comments: number
  repository?: string
  stars?: number
  organization?: string
  machineSummary?: string
  doi?: string
  /** arXiv's comment. */
  comment?: string
  withdrawnAt?: string
}

const kinds = ['Sparse', 'Causal', 'Frozen', 'Layered', 'Patient', 'Quiet', 'Shared', 'Steady']
const things = ['Routers', 'Tokenizers', 'Planners', 'Encoders', 'Memories', 'Agents', 'Kernels', 'Judges']
const fields = ['Long Documents', 'Small Robots', 'Protein Maps', 'Noisy Speech', 'Code Review', 'Satellite Images']
const given = ['Ada', 'Bo', 'Chidi', 'Dilnoza', 'Eiji', 'Frida', 'Gabriela', 'Hana']
const family = ['Example', 'Sample', 'Placeholder', 'Invented', String.raw`Erd\H{o}s-Sample`, 'Nobody']
const categories = ['cs.AI', 'cs.CL', 'cs.CV', 'cs.LG']

/**
 * Papers of a feed day (up to 3000), the same for the same seed. More of them begin with the same
 * ones, so that a list can be seen growing; those of other days are other papers.
 */
export function generatePapers({ seed, day, count }: { seed: number; day: string; count: number }): GeneratedPaper[] {
  return Array.from({ length: count }, (_, index) => generatePaper(seed, day, index))
}

function generatePaper(seed: number, day: string, index: number): GeneratedPaper {
  const number = Number(day.slice(8)) * 3000 + index
  const random = randomFrom(seed * 1_000_003 + Number(day.replaceAll('-', '')) * 3001 + index)
  const upTo = (limit: number) => Math.floor(random() * limit)
  const one = (words: readonly string[]) => words[upTo(words.length)] ?? ''
  const name = `${one(kinds)} ${one(things)}`
  const withRepository = random() > 0.36
  const size = String.raw`$256\times256$`
  return {
    arxivId: `${day.slice(2, 4)}${day.slice(5, 7)}.${String(number).padStart(5, '0')}`,
    version: 1,
    title: `${name} ${number} for ${one(fields)}${index % 7 === 0 ? ` at ${size}` : ''}`,
    abstract: `${String.raw`We cut the cost of ${name.toLowerCase()} by 35\% at ${size}`}. ${'It holds on <SEG> & on long inputs. '.repeat(12 + upTo(12)).trim()}`,
    authors: Array.from({ length: 1 + upTo(6) }, () => `${one(given)} ${one(family)}`),
    categories: [...new Set([one(categories), one(categories)])],
    submittedOn: addDays(day, -1 - upTo(4)),
    votes: Math.floor(Math.exp(random() * 5)) - 1,
    comments: upTo(9),
    ...(withRepository ? { repository: `https://github.com/example/paper-${number}`, stars: upTo(3000) } : {}),
    ...(random() > 0.5 ? { organization: `${one(fields)} Lab` } : {}),
    ...(random() > 0.3 ? { machineSummary: `${name} make ${one(fields).toLowerCase()} cheaper.` } : {})
  }
}
