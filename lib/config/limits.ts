/** The largest `max_workers`. */
export const MOST_WORKERS = 256;
