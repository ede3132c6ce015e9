/**
 * A disk of its own in a file, whose power can be cut: an ext4 on a loop device, and ext4's own shutdown without a flush
 * (the ioctl that xfstests uses), after which only what had been synced is there when it is mounted again. Journal and
 * write-back are held off for minutes, so that nothing is saved by chance. What this does not show is a drive that lies
 * about its own cache. Needs root on Linux.
 */
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Node knows no ioctl; perl-base is on every Debian. 0x8004587d is EXT4_IOC_SHUTDOWN, 2 its NOLOGFLUSH. */
const shutdown =
  'my $how = pack("L", 2); open(my $f, "<", $ARGV[0]) or die; defined ioctl($f, 0x8004587d, $how) or die "$!\\n"';
/** The journal commits by itself only after this; the default of five seconds would save what nobody synced. */
const commitSeconds = 600;
/** Processes that were killed let go of their files a moment later. */
const letsGoWithinMs = 20_000;

function run(command: string, ...args: string[]): void {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command} ${args[0]}: ${done.stderr || done.error?.message}`);
}

export class LoopDisk {
  /** Where it is mounted. */
  readonly path: string;
  readonly #image: string;

  private constructor(path: string, image: string) {
    this.path = path;
    this.#image = image;
  }

  static async make(megabytes: number): Promise<LoopDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'yimi-disk-'));
    const image = `${folder}.img`;
    const file = await open(image, 'w', 0o600);
    await file.truncate(megabytes * 1024 * 1024);
    await file.close();
    const disk = new LoopDisk(folder, image);
    try {
      // No blocks kept back for root: a full disk is to be full for everybody.
      run('mkfs.ext4', '-q', '-m', '0', '-E', 'lazy_itable_init=0', image);
      disk.mount();
      // PostgreSQL's own account must be able to pass through.
      await chmod(folder, 0o711);
      return disk;
    } catch (error) {
      await disk.throwAway();
      throw error;
    }
  }

  mount(): void {
    run('mount', '-o', `loop,commit=${commitSeconds}`, this.#image, this.path);
  }

  /** From here on every write fails, and what was not synced is gone. */
  cutPower(): void {
    run('perl', '-e', shutdown, this.path);
  }

  async unmount(): Promise<void> {
    for (const begun = Date.now(); ; await pause(50)) {
      try {
        return run('umount', this.path);
      } catch (error) {
        if (Date.now() - begun > letsGoWithinMs) throw error;
      }
    }
  }

  async throwAway(): Promise<void> {
    await this.unmount().catch(() => undefined);
    await rm(this.path, { recursive: true, force: true });
    await rm(this.#image, { force: true });
  }
}

/** @returns why this machine has no such disk; null where it has one */
export async function whyNoLoopDisk(): Promise<string | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'a disk whose power can be cut needs root on Linux';
  try {
    const disk = await LoopDisk.make(16);
    disk.cutPower();
    await disk.throwAway();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
