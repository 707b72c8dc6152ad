import { FarLink } from './far-link.tsx'

const pages: Readonly<Record<string, string>> = { dlv: '/deliveries/', psh: '/pushes/', run: '/runs/' }

/** A delivery, push or run by its id, with the way to its page. */
export function CauseLink({ id }: { id: string }) {
  const page = pages[id.slice(0, id.indexOf('_'))]
  return page ? (
    <FarLink to={`${page}${id}`} isInText>
      {id}
    </FarLink>
  ) : (
    <span>{id}</span>
  )
}
