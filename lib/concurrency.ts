/**
 * Maps items in order, with at most `limit` calls of `map` under way. An error
 * of `map`, or of `items`, is thrown where its result would have come, after the
 * results before it.
 *
 * @param burst How many calls begin in a row, once there is room for them.
 */
export async function* mapConcurrent<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
  burst = 1,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const begin of tasks(items, map)) {
    const result = begin();
    // Whoever awaits the result sees its error; this keeps it from being "unhandled" until then.
    result.catch(() => {});
    underWay.push(result);
    if (underWay.length < limit) continue;
    while (underWay.length > limit - burst) yield await underWay.shift()!;
  }
  while (underWay.length > 0) yield await underWay.shift()!;
}

/** The calls to make; where `items` ends in an error, the last one has that result. */
async function* tasks<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  map: (item: T) => Promise<R>,
): AsyncGenerator<() => Promise<R>> {
  try {
    for await (const item of items) yield () => map(item);
  } catch (error) {
    yield () => Promise.reject(error);
  }
}
