// Makes signing up smoother where scripts run; the form works the same without. While too much comes
// in, the form brings along a proof of work (ALTCHA, version 2: see services/subscribers/proof-of-work.ts),
// made from the first key press on. And the page with the code knows the address that was typed.
const remembered = 'sign-up-email'

const form = document.querySelector('form[action="/subscriptions"]')
if (form !== null) {
  let working
  form.addEventListener('input', () => {
    working ??= prove(form).catch(() => undefined)
  })
  form.addEventListener('submit', (event) => {
    remember(form.elements.namedItem('email').value)
    if (working === undefined) return
    event.preventDefault()
    form.setAttribute('aria-busy', 'true')
    // Not requestSubmit(), which would come by here again.
    void working.then(() => form.submit())
  })
}

const email = document.querySelector('form[action="/subscriptions/code"] input[name="email"]')
if (email !== null && email.value === '') email.value = recall()

async function prove({ elements }) {
  const response = await fetch('/challenge', { headers: { accept: 'application/json' } })
  const { wanted, parameters, signature } = await response.json()
  if (wanted !== true) return
  const solution = await solve(parameters)
  elements.namedItem('proof').value = btoa(JSON.stringify({ challenge: { parameters, signature }, solution }))
}

// Derives keys from nonce and counter until one begins as asked.
async function solve({ nonce, salt, cost, keyLength, keyPrefix }) {
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0])
  const counterOf = new DataView(password.buffer)
  for (let counter = 0; ; counter++) {
    counterOf.setUint32(password.length - 4, counter)
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits'])
    const bits = await crypto.subtle.deriveBits(
      { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: cost },
      key,
      keyLength * 8
    )
    const derivedKey = hex(new Uint8Array(bits))
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey }
  }
}

function bytes(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function hex(array) {
  return Array.from(array, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function remember(address) {
  try {
    sessionStorage.setItem(remembered, address)
  } catch {
    // Storage is off: the address is typed once more.
  }
}

function recall() {
  try {
    return sessionStorage.getItem(remembered) ?? ''
  } catch {
    return ''
  }
}
