import { type TSchema, Type } from 'typebox'

const problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'Stable: what programs hold on to' })
  },
  { description: 'RFC 9457' }
)

/** An answer that is a page for people and, where Accept asks for it, JSON of this shape. */
export function pageOr(description: string, json: TSchema) {
  return {
    description,
    content: { 'application/json': { schema: json }, 'text/html': { schema: Type.String() } }
  }
}

/** An answer that is JSON whoever asks. */
export function jsonOnly(description: string, json: TSchema) {
  return { description, content: { 'application/json': { schema: json } } }
}

/** A mistake or a failure. */
export function problemAnswer(description: string) {
  return {
    description,
    content: { 'application/problem+json': { schema: problem }, 'text/html': { schema: Type.String() } }
  }
}
