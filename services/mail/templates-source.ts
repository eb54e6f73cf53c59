import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a template file says, or what became of it, under the name to report it by. */
export interface Source {
  name: string
  text: string
}

export async function readSource(folder: string, name: string): Promise<Source> {
  try {
    return { name, text: await readFile(join(folder, name), 'utf8') }
  } catch (error) {
    throw new Error(`templates/${name}: ${(error as Error).message}`, { cause: error })
  }
}
