/**
 * Maps items in order, with at most `limit` calls of `map` under way. An error
 * is thrown where its result would have come, after the results before it.
 */
export async function* mapConcurrent<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const result = map(item);
    // Whoever awaits the result sees its error; this keeps it from being "unhandled" until then.
    result.catch(() => {});
    underWay.push(result);
    if (underWay.length >= limit) yield await underWay.shift()!;
  }
  while (underWay.length > 0) yield await underWay.shift()!;
}
