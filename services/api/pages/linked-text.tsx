/** Plain text with its web addresses as links. Only http and https become links, so no other scheme ever does. */
export function Linked({ text }: { text: string }) {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/)
  return (
    <>
      {parts.map((part, index) => {
        // split() with a group puts what matched at the odd places.
        if (index % 2 === 0) return part
        const address = part.replace(/(?<![.,;:!?)\]])[.,;:!?)\]]+$/, '')
        return (
          <>
            <a href={address} target="_blank" rel="noopener noreferrer">
              {address}
            </a>
            {part.slice(address.length)}
          </>
        )
      })}
    </>
  )
}
