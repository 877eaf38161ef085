import { join } from "@std/path";

/** A file system of its own, so small that it can be filled. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** Leaves room for nothing. */
  fill(): Promise<void>;
  /** Makes room again. */
  free(): Promise<void>;
  setReadOnly(readOnly: boolean): Promise<void>;
}

/** Mounts one at a new folder. */
export async function mountSmallDisk(path: string): Promise<SmallDisk> {
  await Deno.mkdir(path);
  await run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", path);
  const filling = join(path, "filling");
  return {
    path,
    async fill() {
      using file = await Deno.create(filling);
      await fillUp(file);
    },
    free: () => Deno.remove(filling),
    setReadOnly: (readOnly) =>
      run("mount", "-o", `remount,${readOnly ? "ro" : "rw"}`, path),
    [Symbol.asyncDispose]: () => run("umount", path),
  };
}

/** Whether this process may mount file systems, as root on Linux may. */
export const CAN_MOUNT: boolean = await canMount();

async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const folder = await Deno.makeTempDir({ prefix: "mount_" });
  try {
    await using _disk = await mountSmallDisk(join(folder, "disk"));
    return true;
  } catch {
    return false;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function fillUp(file: Deno.FsFile): Promise<void> {
  const page = new Uint8Array(4096);
  try {
    while (true) await file.write(page);
  } catch (error) {
    if (!/os error 28/.test(String(error))) throw error;
  }
}

async function run(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
