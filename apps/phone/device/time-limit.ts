/** `AbortSignal.timeout` for the browsers in older phones, which came before it (Chrome 103). */
export function timeLimit(ms: number): AbortSignal {
  const limit = new AbortController();
  setTimeout(() => limit.abort(new DOMException('the time limit has passed', 'TimeoutError')), ms);
  return limit.signal;
}
