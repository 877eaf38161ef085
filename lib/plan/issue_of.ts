import { ExpectedError, FormatError } from "../errors.ts";
import { ioReason } from "../io/reason.ts";
import { StoreUnavailableError } from "../store/store.ts";
import { type IssueIntent, problem } from "./intent.ts";

/**
 * An error that a file caused, as an issue of the plan.
 *
 * @throws Any other error: a bug, or a failure that concerns more than one file.
 */
export function issueOf(path: string, error: unknown): IssueIntent {
  if (error instanceof FormatError) {
    return problem(path, error.message, error.offset);
  }
  if (error instanceof StoreUnavailableError) throw error;
  if (error instanceof ExpectedError) return problem(path, error.message);
  const reason = ioReason(error);
  if (reason === undefined) throw error;
  return problem(path, `Cannot read it: ${reason}`);
}
