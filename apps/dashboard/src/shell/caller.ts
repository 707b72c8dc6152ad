/** What a route of the control API needs. */
export type Permission = 'read' | 'operate' | 'manage' | 'own' | 'operator'

/** Whether the one who is signed in has a permission. The api decides; this only spares presses that it would refuse. */
export function useMay(): (permission: Permission) => boolean {
  return (permission) => permission === 'read'
}
