/**
 * The present, for texts such as "3 s" or "5 minutes ago".
 */
import { useEffect, useState } from 'react';

/** Milliseconds since the epoch, renewed every `interval` milliseconds. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), interval);
    return () => window.clearInterval(timer);
  }, [interval]);
  return now;
}
