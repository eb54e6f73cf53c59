import { join } from 'node:path'
import { readSource, type Source } from './templates-source.ts'
import { withTokens } from './tokens.ts'
import type { Words } from './words/words.ts'

/** Compiles one file of MJML to HTML. Throws an error that names the file where it is missing or broken. */
export async function compileMjml(folder: string, name: string, { language, direction }: Words): Promise<Source> {
  const source = await readSource(folder, name)
  // MJML leaves out an include that it cannot read and closes what is left open, both without a word
  // and both also in strict mode: a mail would quietly lose its footer.
  const includes = [...source.text.matchAll(/<mj-include path="\.\.\/([^"]+)"/g)].map(([, path = '']) => path)
  for (const part of [source, ...(await Promise.all(includes.map((path) => readSource(folder, path))))])
    requireClosed(part)
  // Loaded here and not above: its quarter of a second and its memory are for those who render.
  const { default: mjml2html } = await import('mjml')
  try {
    const { html } = await mjml2html(source.text, {
      filePath: join(folder, name),
      includePath: folder,
      ignoreIncludes: false,
      preprocessors: [(mjml) => withTokens(mjml).replace('<mjml>', `<mjml lang="${language}" dir="${direction}">`)],
      validationLevel: 'strict',
      keepComments: false,
      fonts: {},
      minify: true,
      // The defaults drop Outlook's conditional comments, and ask for cssnano on stderr at each call.
      minifyOptions: { minifyCss: false, minifyJs: false, removeComments: false }
    })
    return { name, text: `${html}\n` }
  } catch (error) {
    throw new Error(`templates/${name}: ${(error as Error).message}`, { cause: error })
  }
}

function requireClosed({ name, text }: Source): void {
  const count = (pattern: RegExp, tag: string) =>
    [...text.matchAll(pattern)].filter(([, found]) => found === tag).length
  for (const [, tag = ''] of text.matchAll(/<\/?(mj[a-z-]*)/g)) {
    const opened = count(/<(mj[a-z-]*)(?:\s[^<>]*)?(?<!\/)>/g, tag)
    const closed = count(/<\/(mj[a-z-]*)>/g, tag)
    if (opened !== closed)
      throw new Error(`templates/${name}: <${tag}> is opened ${opened} times and closed ${closed} times`)
  }
}
