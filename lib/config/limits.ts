/** The largest `max_workers`. */
export const MOST_WORKERS = 256;

/** The limits of `thumbnail_size`. */
export const SMALLEST_THUMBNAIL = 16;
export const LARGEST_THUMBNAIL = 4096;
