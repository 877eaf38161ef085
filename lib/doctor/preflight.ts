/** How long a visitor waits, in ms. */
const PATIENCE_MS = 10_000;

/**
 * Asks a URL, as a browser does beforehand, whether a page of this origin may
 * GET it. Servers answer by their rules alone: there need be nothing.
 */
export async function allowsOrigin(
  url: string,
  origin: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(url, {
      method: "OPTIONS",
      headers: { "Origin": origin, "Access-Control-Request-Method": "GET" },
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    await response.body?.cancel();
    const allowed = response.headers.get("access-control-allow-origin");
    return response.ok && (allowed === "*" || allowed === origin);
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}
