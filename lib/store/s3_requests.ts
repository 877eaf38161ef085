import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectAclCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { Buffer } from "node:buffer";
import { type Content, sendBody } from "./request_body.ts";
import { RequestRunner, type RetryEvent } from "./request_runner.ts";
import { DEFAULT_RETRIES, type RetryPolicy } from "./retry.ts";
import { AbsentError } from "./s3_errors.ts";
import { IncompleteAnswerError } from "./s3_failure.ts";
import { openS3Client, type S3ClientOptions } from "./s3_client.ts";
import type {
  ListedObject,
  ObjectHead,
  ObjectHeaders,
  PutCondition,
  PutRequest,
} from "./store.ts";

export interface S3RequestsOptions extends S3ClientOptions {
  readonly bucket: string;
  readonly retries?: RetryPolicy;
  /** A request without progress for so many ms has failed; 60,000 by default. */
  readonly idleTimeoutMs?: number;
  readonly onRetry?: (event: RetryEvent) => void;
}

/** An upload in parts, begun and not completed. */
export interface MultipartUpload {
  readonly key: string;
  readonly uploadId: string;
}

export interface PartToUpload {
  /** From 1. */
  readonly number: number;
  /** Of the part, in hex. */
  readonly md5: string;
  readonly content: Content;
}

/**
 * S3's operations on one bucket, one method each, with the SDK's types kept
 * inside.
 *
 * Methods throw the errors of {@linkcode RequestRunner.run}.
 */
export class S3Requests {
  readonly #bucket: string;
  readonly #client: S3Client;
  readonly #runner: RequestRunner;

  constructor(options: S3RequestsOptions) {
    this.#bucket = options.bucket;
    this.#client = openS3Client(options);
    this.#runner = new RequestRunner({
      target: options,
      maxRequests: options.maxRequests,
      retries: options.retries ?? DEFAULT_RETRIES,
      idleTimeoutMs: options.idleTimeoutMs ?? 60_000,
      onRetry: options.onRetry,
    });
  }

  /** Up to 1,000 objects, and where to go on. */
  async listPage(
    prefix: string,
    token: string | undefined,
    signal?: AbortSignal,
  ): Promise<{ objects: ListedObject[]; next?: string }> {
    const command = new ListObjectsV2Command({
      Bucket: this.#bucket,
      Prefix: prefix,
      ContinuationToken: token,
      EncodingType: "url", // XML cannot hold every character of a key.
    });
    const page = await this.#runner.run(
      { operation: "ListObjectsV2" },
      signal,
      (abortSignal) =>
        this.#client.send(command, { abortSignal })
          .then(having("IsTruncated")),
    );
    const decode = page.EncodingType === "url"
      ? decodeKey
      : (key: string) => key;
    const objects = (page.Contents ?? []).map((
      { Key = "", Size = 0, ETag },
    ) => ({
      key: decode(Key),
      size: Size,
      etag: unquoted(ETag),
    }));
    return {
      objects,
      next: page.IsTruncated ? page.NextContinuationToken : undefined,
    };
  }

  /** @returns `undefined` if there is no such object. */
  async headObject(
    key: string,
    signal?: AbortSignal,
  ): Promise<ObjectHead | undefined> {
    const command = new HeadObjectCommand({ Bucket: this.#bucket, Key: key });
    const head = await this.#runner.run(
      { operation: "HeadObject", key },
      signal,
      (abortSignal) =>
        this.#client.send(command, { abortSignal }).then(having("ETag")),
    ).catch(undefinedIfAbsent);
    return head && {
      key,
      size: head.ContentLength ?? 0,
      etag: unquoted(head.ETag),
      contentType: head.ContentType,
      cacheControl: head.CacheControl,
      storedMd5: head.Metadata?.md5,
      etagIsMd5: !head.ServerSideEncryption?.startsWith("aws:kms") &&
        head.SSECustomerAlgorithm === undefined,
    };
  }

  /** Whether there is such an object and its ACL lets everyone read it. */
  async isPublic(key: string, signal?: AbortSignal): Promise<boolean> {
    const command = new GetObjectAclCommand({ Bucket: this.#bucket, Key: key });
    const acl = await this.#runner.run(
      { operation: "GetObjectAcl", key },
      signal,
      (abortSignal) => this.#client.send(command, { abortSignal }),
    ).catch(undefinedIfAbsent);
    return (acl?.Grants ?? []).some(({ Grantee, Permission }) =>
      Grantee?.URI === EVERYONE &&
      (Permission === "READ" || Permission === "FULL_CONTROL")
    );
  }

  /** @returns The ETag. */
  async putObject(request: PutRequest, content: Content): Promise<string> {
    const { key, md5, headers, condition, signal } = request;
    const answer = await this.#runner.run(
      { operation: "PutObject", key, setsAcl: headers.acl !== "none" },
      signal,
      (signal, progressed) =>
        sendBody(content, { signal, progressed }, (body, abortSignal) => {
          const command = new PutObjectCommand({
            Bucket: this.#bucket,
            Key: key,
            Body: body,
            ContentLength: content.size,
            ContentMD5: base64(md5),
            ...published(headers, md5),
            ...conditional(condition),
          });
          return this.#client.send(command, { abortSignal });
        }).then(having("ETag")),
    );
    return unquoted(answer.ETag);
  }

  async createMultipartUpload(request: PutRequest): Promise<MultipartUpload> {
    const { key, md5, headers, signal } = request;
    const command = new CreateMultipartUploadCommand({
      Bucket: this.#bucket,
      Key: key,
      ...published(headers, md5),
    });
    const answer = await this.#runner.run(
      {
        operation: "CreateMultipartUpload",
        key,
        setsAcl: headers.acl !== "none",
      },
      signal,
      (abortSignal) =>
        this.#client.send(command, { abortSignal }).then(having("UploadId")),
    );
    return { key, uploadId: answer.UploadId! };
  }

  /** @returns The part's ETag. */
  async uploadPart(
    { key, uploadId }: MultipartUpload,
    { number, md5, content }: PartToUpload,
    signal?: AbortSignal,
  ): Promise<string> {
    const answer = await this.#runner.run(
      { operation: "UploadPart", key },
      signal,
      (signal, progressed) =>
        sendBody(content, { signal, progressed }, (body, abortSignal) => {
          const command = new UploadPartCommand({
            Bucket: this.#bucket,
            Key: key,
            UploadId: uploadId,
            PartNumber: number,
            Body: body,
            ContentLength: content.size,
            ContentMD5: base64(md5),
          });
          return this.#client.send(command, { abortSignal });
        }).then(having("ETag")),
    );
    return unquoted(answer.ETag);
  }

  /**
   * @param etags Of the parts, in order.
   * @returns The object's ETag, empty where the server does not tell.
   * @throws {AbsentError} if there is no such upload, as when it is completed already.
   */
  async completeMultipartUpload(
    { key, uploadId }: MultipartUpload,
    etags: readonly string[],
    condition: PutCondition,
    signal?: AbortSignal,
  ): Promise<string> {
    const command = new CompleteMultipartUploadCommand({
      Bucket: this.#bucket,
      Key: key,
      UploadId: uploadId,
      MultipartUpload: {
        Parts: etags.map((etag, i) => ({
          PartNumber: i + 1,
          ETag: `"${etag}"`,
        })),
      },
      ...conditional(condition),
    });
    const answer = await this.#runner.run(
      // S3 puts large objects together for minutes.
      { operation: "CompleteMultipartUpload", key, patience: 5 },
      signal,
      (abortSignal) =>
        this.#client.send(command, { abortSignal }).then(having("ETag")),
    );
    return unquoted(answer.ETag);
  }

  /** The unfinished uploads of an object: the first 1,000, which is all there ever are. */
  async listUploads(key: string): Promise<MultipartUpload[]> {
    const command = new ListMultipartUploadsCommand({
      Bucket: this.#bucket,
      Prefix: key,
    });
    const { Uploads = [] } = await this.#runner.run(
      { operation: "ListMultipartUploads", key },
      undefined,
      (abortSignal) =>
        this.#client.send(command, { abortSignal })
          .then(having("IsTruncated")),
    );
    return Uploads
      .filter(({ Key }) => Key === key)
      .map(({ UploadId = "" }) => ({ key, uploadId: UploadId }));
  }

  async abortMultipartUpload(
    { key, uploadId }: MultipartUpload,
    signal?: AbortSignal,
  ): Promise<void> {
    const command = new AbortMultipartUploadCommand({
      Bucket: this.#bucket,
      Key: key,
      UploadId: uploadId,
    });
    await this.#runner.run(
      { operation: "AbortMultipartUpload", key },
      signal,
      (abortSignal) => this.#client.send(command, { abortSignal }),
    );
  }

  close(): void {
    this.#runner.close();
    this.#client.destroy();
  }
}

/** S3's group of all users, signed in or not. */
const EVERYONE = "http://acs.amazonaws.com/groups/global/AllUsers";

/** The input of a request that publishes an object. */
function published(
  { contentType, cacheControl, acl }: ObjectHeaders,
  md5: string,
): {
  ContentType: string;
  CacheControl: string;
  ACL?: "public-read";
  Metadata: { md5: string };
} {
  return {
    ContentType: contentType,
    CacheControl: cacheControl,
    ...(acl === "none" ? {} : { ACL: acl }),
    Metadata: { md5 },
  };
}

/** Ceph and its kin do not know an ETag in quotes here; Amazon takes it either way. */
function conditional(
  condition: PutCondition,
): { IfMatch?: string; IfNoneMatch?: string } {
  return "ifMatch" in condition
    ? { IfMatch: condition.ifMatch }
    : { IfNoneMatch: condition.ifNoneMatch };
}

/** Checks that an answer has what S3 always tells, be it empty. */
function having<K extends string>(member: K) {
  return <T extends { readonly [name in K]?: unknown }>(answer: T): T => {
    if (answer[member] === undefined) throw new IncompleteAnswerError();
    return answer;
  };
}

function undefinedIfAbsent(error: unknown): undefined {
  if (!(error instanceof AbsentError)) throw error;
}

function base64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}

function unquoted(etag = ""): string {
  return etag.replaceAll('"', "");
}

/** Keys come as in a form: Amazon writes a space as `+`, others as `%20`. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}
