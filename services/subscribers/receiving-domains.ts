/** Mailbox providers where a large share of all readers is. */
const big = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com ' +
    'gmx.de gmx.net gmx.at gmx.ch web.de t-online.de proton.me protonmail.com mail.ru yandex.ru qq.com 163.com 126.com ' +
    'naver.com orange.fr wanadoo.fr free.fr laposte.net libero.it uol.com.br seznam.cz'
  ).split(' ')
)

/** Mailboxes for anybody and for minutes. Not refused, because some of their readers are people; kept short. */
const disposable = new Set(
  (
    'mailinator.com guerrillamail.com sharklasers.com grr.la 10minutemail.com tempmail.com temp-mail.org yopmail.com ' +
    'trashmail.com throwawaymail.com getnada.com maildrop.cc dispostable.com mailnesia.com mintemail.com fakeinbox.com ' +
    'mohmal.com emailondeck.com spamgourmet.com moakt.com tempr.email discard.email mytemp.email burnermail.io'
  ).split(' ')
)

/** How many confirmation mails a receiving domain may be sent in an hour. */
export function hourlyLimitOf(domain: string): number {
  return big.has(domain) ? 600 : disposable.has(domain) ? 10 : 60
}
