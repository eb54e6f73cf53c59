import { ofFreezes } from './en-freezes.ts'
import { ofOffice } from './en-office.ts'
import { ofReading } from './en-reading.ts'
import { ofSettings } from './en-settings.ts'
import { ofSite } from './en-site.ts'
import { ofSubscribing } from './en-subscribing.ts'

/** All that is said on pages and in feeds, and in no mail to a reader. */
export const ofPages = { ...ofSite, ...ofReading, ...ofSubscribing, ...ofSettings, ...ofOffice, ...ofFreezes } as const
