import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetBucketCorsCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import { ExpectedError } from "../errors.ts";
import { withIdleTimeout } from "../store/idle_timeout.ts";
import { retrying, type RetryPolicy } from "../store/retry.ts";
import { errorFor, type Target } from "../store/s3_errors.ts";
import { classify, failureOf } from "../store/s3_failure.ts";
import { openS3Client } from "../store/s3_client.ts";
import type { ObjectHeaders } from "../store/store.ts";
import type { CorsRule } from "./cors_rules.ts";

export interface S3ProbeOptions {
  readonly bucket: string;
  readonly region: string;
  /** Base URL of an S3-compatible server; Amazon S3 if not set. */
  readonly endpoint?: string;
  readonly forcePathStyle?: boolean;
  readonly signal?: AbortSignal;
}

/** What a server answered, or why it did not. */
export type Answer<T> =
  | { readonly value: T; readonly failure?: undefined }
  | { readonly value?: undefined; readonly failure: ProbeFailure };

/** A request that failed for good. */
export interface ProbeFailure {
  /** HTTP status; none if no answer came. */
  readonly status?: number;
  /** S3's error code, or the network's. */
  readonly code: string;
  /** `what is wrong: what to do`, without secrets. */
  readonly message: string;
  /** Whether the server lacks the operation. */
  readonly isNotImplemented: boolean;
}

/** Whose requests are sent, as far as may be shown. */
export interface Identity {
  /** The last characters of the access key ID. */
  readonly keyTail: string;
  /** The SDK's names of the providers that the credentials come from. */
  readonly sources: readonly string[];
  /** Whether there is a session token. */
  readonly isTemporary: boolean;
  readonly expiration?: Date;
  readonly account?: string;
}

/** The settings of Amazon S3 that take public access away again. */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

/** An upload that was begun to see whether it may be, and could not be aborted. */
export interface LeftUpload {
  readonly key: string;
  readonly uploadId: string;
}

/** The time at both ends of one request, in ms since 1970. */
export interface ClockReading {
  readonly server: number;
  readonly local: number;
}

/** Asks a bucket what a release needs to know before it begins; changes nothing. */
export class S3Probe {
  readonly #client: S3Client;
  #clock: ClockReading | undefined;

  constructor(readonly options: S3ProbeOptions) {
    this.#client = openS3Client({ ...options, maxRequests: 4 });
    this.#client.middlewareStack.add((next) => async (args) => {
      const sent = Date.now();
      const result = await next(args);
      this.#readClock(result.response, (sent + Date.now()) / 2);
      return result;
    }, { step: "deserialize", priority: "low", name: "readClock" });
  }

  /** The clocks at the first answer; none if no answer told the time. */
  get clock(): ClockReading | undefined {
    return this.#clock;
  }

  identity(): Promise<Answer<Identity>> {
    return this.#ask("GetCredentials", async () => {
      const identity = await this.#client.config.credentials();
      const { accessKeyId, sessionToken, expiration, accountId } = identity;
      const sources = (identity as { $source?: object }).$source ?? {};
      return {
        keyTail: accessKeyId.slice(accessKeyId.length > 4 ? -4 : Infinity),
        sources: Object.keys(sources),
        isTemporary: sessionToken !== undefined,
        expiration,
        account: accountId,
      };
    });
  }

  /** Lists at most one object. */
  list(prefix: string): Promise<Answer<true>> {
    return this.#ask("ListObjectsV2", async (settings) => {
      const input = { ...this.#bucket, Prefix: prefix, MaxKeys: 1 };
      await this.#client.send(new ListObjectsV2Command(input), settings);
      return true as const;
    });
  }

  publicAccessBlock(): Promise<Answer<PublicAccessBlock>> {
    const code = "NoSuchPublicAccessBlockConfiguration";
    return orIfAbsent(
      code,
      NOTHING_BLOCKED,
      this.#ask(
        "GetPublicAccessBlock",
        async (settings) => {
          const command = new GetPublicAccessBlockCommand(this.#bucket);
          const { PublicAccessBlockConfiguration: block = {} } = await this
            .#client.send(command, settings);
          return {
            blockPublicAcls: block.BlockPublicAcls ?? false,
            ignorePublicAcls: block.IgnorePublicAcls ?? false,
            blockPublicPolicy: block.BlockPublicPolicy ?? false,
            restrictPublicBuckets: block.RestrictPublicBuckets ?? false,
          };
        },
      ),
    );
  }

  /** Whether the bucket's policy gives everyone access to anything. */
  hasPublicPolicy(): Promise<Answer<boolean>> {
    return orIfAbsent(
      "NoSuchBucketPolicy",
      false,
      this.#ask(
        "GetBucketPolicyStatus",
        async (settings) => {
          const command = new GetBucketPolicyStatusCommand(this.#bucket);
          const { PolicyStatus } = await this.#client.send(command, settings);
          return PolicyStatus?.IsPublic ?? false;
        },
      ),
    );
  }

  corsRules(): Promise<Answer<readonly CorsRule[]>> {
    const none: readonly CorsRule[] = [];
    return orIfAbsent(
      "NoSuchCORSConfiguration",
      none,
      this.#ask(
        "GetBucketCors",
        async (settings) => {
          const command = new GetBucketCorsCommand(this.#bucket);
          const { CORSRules = [] } = await this.#client.send(command, settings);
          return CORSRules as readonly CorsRule[];
        },
      ),
    );
  }

  /**
   * Tries whether an object may be put: begins an upload in parts and aborts it,
   * for which S3 asks the same permission, and which leaves no object. It is not
   * begun where the server could not abort it.
   *
   * @returns The uploads that could not be aborted.
   */
  async tryPut(
    key: string,
    acl: ObjectHeaders["acl"],
  ): Promise<Answer<readonly LeftUpload[]>> {
    this.options.signal?.throwIfAborted();
    const before = await this.#uploads(key);
    if (before.failure?.isNotImplemented) return before;

    const begun = await this.#ask("CreateMultipartUpload", async () => {
      const input = {
        ...this.#bucket,
        Key: key,
        ...(acl === "none" ? {} : { ACL: acl }),
      };
      return await this.#client.send(new CreateMultipartUploadCommand(input));
    }, { key, setsAcl: acl !== "none" });

    // An upload whose answer was lost has to go as well.
    const { value: uploads = [] } = await this.#uploads(key);
    const id = begun.value?.UploadId;
    const uploadIds = new Set(id === undefined ? uploads : [id, ...uploads]);
    const left: LeftUpload[] = [];
    for (const uploadId of uploadIds) {
      if (!await this.#abort(key, uploadId)) left.push({ key, uploadId });
    }
    return begun.failure && left.length === 0 ? begun : { value: left };
  }

  close(): void {
    this.#client.destroy();
  }

  get #bucket(): { Bucket: string } {
    return { Bucket: this.options.bucket };
  }

  #uploads(key: string): Promise<Answer<string[]>> {
    return this.#ask("ListMultipartUploads", async () => {
      const input = { ...this.#bucket, Prefix: key };
      const { Uploads = [] } = await this.#client.send(
        new ListMultipartUploadsCommand(input),
      );
      return Uploads.flatMap(({ Key, UploadId }) =>
        Key === key && UploadId !== undefined ? [UploadId] : []
      );
    });
  }

  /** @returns Whether there is no such upload any more. */
  async #abort(key: string, uploadId: string): Promise<boolean> {
    const { failure } = await this.#ask("AbortMultipartUpload", () => {
      const input = { ...this.#bucket, Key: key, UploadId: uploadId };
      return this.#client.send(new AbortMultipartUploadCommand(input));
    }, { key });
    return failure === undefined || failure.code === "NoSuchUpload";
  }

  /** @throws A bug, or the signal's reason. */
  async #ask<T>(
    operation: string,
    send: (settings: { abortSignal?: AbortSignal }) => Promise<T>,
    about: Pick<Target, "key" | "setsAcl"> = {},
  ): Promise<Answer<T>> {
    const { signal } = this.options;
    try {
      const once = () =>
        withIdleTimeout(
          PATIENCE_MS,
          signal,
          (abortSignal) => send({ abortSignal }),
        );
      const value = await retrying(once, {
        policy: RETRIES,
        isTransient: (error) => {
          const failure = failureOf(error);
          return classify(failure, operation) === "retry" &&
            failure.code !== "TimeoutError";
        },
      });
      return { value };
    } catch (error) {
      signal?.throwIfAborted();
      const known = errorFor(error, { ...this.options, operation, ...about });
      if (!(known instanceof ExpectedError)) throw error;
      const { status, code } = failureOf(error);
      return {
        failure: {
          status,
          code,
          message: known.message,
          isNotImplemented: code === "NotImplemented" || status === 501 ||
            status === 405,
        },
      };
    }
  }

  #readClock(response: unknown, local: number): void {
    const { headers } = response as { headers?: Record<string, string> };
    const server = Date.parse(headers?.date ?? "");
    if (!Number.isNaN(server)) this.#clock ??= { server, local };
  }
}

/** Someone waits for the answer: a server that is silent so long, in ms, has none. */
const PATIENCE_MS = 10_000;

const RETRIES: RetryPolicy = { attempts: 3, baseMs: 200, capMs: 1_000 };

const NOTHING_BLOCKED: PublicAccessBlock = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};

/** S3 answers with an error where nothing is set. */
async function orIfAbsent<T>(
  code: string,
  absent: T,
  answer: Promise<Answer<T>>,
): Promise<Answer<T>> {
  const { failure } = await answer;
  return failure?.code === code ? { value: absent } : await answer;
}
