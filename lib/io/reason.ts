import { ExpectedError } from "../errors.ts";

/** What kept a file from being read or written, or `undefined` if the error is none of that kind. */
export function ioReason(error: unknown): string | undefined {
  if (error instanceof Deno.errors.NotFound) return "no such file or directory";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotCapable) {
    return `this command may not do that (${error.message})`;
  }
  if (error instanceof Deno.errors.IsADirectory) return "is a directory";
  if (error instanceof Deno.errors.NotADirectory) return "is not a directory";
  if (error instanceof Deno.errors.FilesystemLoop) {
    return "symbolic links lead in a circle";
  }
  if (error instanceof ExpectedError) return error.message;
  if (!(error instanceof Error)) return undefined;
  return osReason(error as Error & { code?: string });
}

function osReason({ code, message }: Error & { code?: string }) {
  switch (code ?? message.match(/\bos error (\d+)\b/)?.[0]) {
    case "ENOSPC":
    case "os error 28":
      return "the disk is full";
    case "EROFS":
    case "os error 30":
      return "the file system is read-only";
    case "EDQUOT":
    case "os error 122":
      return "the disk quota is used up";
    case "ENAMETOOLONG":
    case "os error 36":
      return "the name is too long for the file system";
    case "EMFILE":
    case "os error 24":
      return "too many files are open: lower max_workers";
    case "EIO":
    case "os error 5":
      return "the disk cannot be read or written";
  }
  return undefined;
}
