import { say } from '../../mail/words/words.ts'
import type { PreviewedMail } from '../preview-mails.ts'
import { renderPage } from './layout.tsx'
import type { Site } from './site.ts'

/** Every mail side by side, as a phone and as a desktop show it. Reloads when a template changes. */
export function previewPage(site: Site, mails: readonly PreviewedMail[]): string {
  const { words } = site
  return renderPage({
    site,
    title: say(words, 'preview.title'),
    children: (
      <div class="previews">
        <h1>{say(words, 'preview.title')}</h1>
        <p class="quiet">{say(words, 'preview.note')}</p>
        {mails.map((mail, place) => (
          <section key={mail.name}>
            <h2>{mail.name}</h2>
            <p class="quiet">{mail.subject}</p>
            <div class="widths">
              {[320, 600].map((width) => (
                <iframe
                  key={width}
                  title={say(words, 'preview.frame', { mail: mail.name, width })}
                  src={`/preview/mails/${place}`}
                  width={width}
                  height={720}
                  sandbox="allow-popups allow-popups-to-escape-sandbox"
                />
              ))}
              {/* It scrolls, and the keyboard reaches it. */}
              <textarea readOnly aria-label={say(words, 'preview.text', { mail: mail.name })} value={mail.text} />
            </div>
          </section>
        ))}
        <script src="/preview/reload.js" defer />
      </div>
    )
  })
}
