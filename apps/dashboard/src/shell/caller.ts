import { useCallback } from 'react'
import type { Me } from '../api/generated/model/index.ts'
import { useGetMe } from '../api/generated/sign-in/sign-in.ts'

/** What a route of the control API needs. */
export type Permission = Me['permissions'][number]

/** Between two looks whether the roles of the one who is signed in have changed, ms. */
const FRESH_FOR_MS = 5 * 60_000

/** Who is signed in; undefined while that is not known, and when nobody is. */
export function useMe(): Me | undefined {
  return useGetMe({ query: { staleTime: FRESH_FOR_MS, retry: false } }).data?.data
}

/** Whether the one who is signed in has a permission. The api decides; this only spares presses that it would refuse. */
export function useMay(): (permission: Permission) => boolean {
  const permissions = useMe()?.permissions
  return useCallback((permission) => permissions?.includes(permission) ?? false, [permissions])
}
