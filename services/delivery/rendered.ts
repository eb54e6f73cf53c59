/**
 * A mail ready to be handed over, with its envelope sender, or why it can never be written: that ends this
 * one mail and nothing else. The reason names no address.
 */
export type Rendered = Written | { unwritable: string }

export interface Written {
  message: Buffer
  /** The envelope sender. */
  from: string
}
