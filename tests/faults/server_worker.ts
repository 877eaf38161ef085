/**
 * The embedded server with uploads in parts, in a thread of its own so that it
 * takes no time from the tool under test. Told a bucket it starts and tells its
 * endpoint; told "stop" it removes everything and says so.
 */
import { type S3Server, startS3Server } from "../fixture/s3_server.ts";
import type { LoopbackServer } from "./http.ts";
import { startUploadsServer } from "./uploads_server.ts";

const scope = self as unknown as {
  onmessage: (event: MessageEvent<{ bucket: string } | "stop">) => void;
  postMessage(message: string): void;
};

let server: S3Server;
let uploads: LoopbackServer;

scope.onmessage = async ({ data }) => {
  if (data === "stop") {
    await uploads[Symbol.asyncDispose]();
    await server.stop();
    scope.postMessage("stopped");
  } else {
    server = await startS3Server(data);
    uploads = await startUploadsServer(server.endpoint);
    scope.postMessage(uploads.endpoint);
  }
};
