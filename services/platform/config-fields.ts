import { Type } from 'typebox'

export const text = (description: string, options: object = {}) =>
  Type.Optional(Type.String({ description, ...options }))

export const durations = '^\\d+(ms|s|m|h)(,\\d+(ms|s|m|h))*$'
/** Names of up to 63 characters between dots; short enough for a bounce address of 254 */
export const domain =
  '^(?=.{1,190}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$'
export const duration = '^\\d+(ms|s|m|h)$'

export const outbound = (url: string, what: string) =>
  Type.String({
    default: url,
    format: 'uri',
    pattern: '^https?://[^/]',
    description: `${what}: https:// and a public host (http:// on loopback only)`
  })

export const called = (what: string) =>
  text(`${what}: https:// and a public host (http:// on loopback only)`, { format: 'uri', pattern: '^https?://[^/]' })
