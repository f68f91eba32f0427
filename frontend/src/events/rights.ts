import { useQuery } from "@tanstack/react-query";
import { api } from "../api/client";

/** Whether the reader has a right; none until it is known. */
export function useRights(): (right: string) => boolean {
  const me = useQuery({ queryKey: ["me"], queryFn: api.me, staleTime: 60_000 });
  return (right) => me.data?.rights.includes(right) ?? false;
}
