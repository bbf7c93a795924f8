package io.tidegate.admin.updates.work;

import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the disk has room, asked before anything is written to it. */
final class Room {
  private static final long MEGABYTE = 1_000_000;

  private Room() {}

  /**
   * Refuses where there is not.
   *
   * @param bytes that are going to be written below the folder
   * @param reserve bytes that have to stay free: the journal needs them
   * @throws UpdateRefusedException DISK_FULL
   */
  static void check(Path folder, long bytes, long reserve)
      throws IOException, UpdateRefusedException {
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable - reserve < bytes) {
      throw new UpdateRefusedException(
          UpdateCode.DISK_FULL,
          "The disk has %d MB left; it takes %d MB, and %d MB have to stay free."
              .formatted(usable / MEGABYTE, bytes / MEGABYTE + 1, reserve / MEGABYTE));
    }
  }
}
