/**
 * A mail ready to be handed over, with its envelope sender, or why it can never be written: that ends this
 * one mail and nothing else. The reason names no address.
 */
export type Rendered = { message: Buffer; from: string } | { unwritable: string }
