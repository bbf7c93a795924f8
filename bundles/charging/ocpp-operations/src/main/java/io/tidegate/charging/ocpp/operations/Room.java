package io.tidegate.charging.ocpp.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a file may take of the disk: the journal needs the rest. Asks the file system once a few
 * MiB. One thread.
 */
final class Room {
  private static final long STEP = 4L * 1_024 * 1_024;
  private final Path folder;
  private final long freeBytes;
  private long granted = -1;

  /**
   * @param folder that exists
   * @param freeBytes that stay free
   */
  Room(Path folder, long freeBytes) {
    this.folder = folder;
    this.freeBytes = freeBytes;
  }

  /**
   * Before so many more bytes are written.
   *
   * @throws IOException when the disk is too full for them
   */
  void take(long bytes) throws IOException {
    granted -= bytes;
    if (granted < 0) {
      if (Files.getFileStore(folder).getUsableSpace() - bytes - STEP < freeBytes) {
        throw new IOException("the disk is too full (disk.free.mib)");
      }
      granted = STEP;
    }
  }
}
