package io.tidegate.itests.peers.powercut;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A disk that remembers all that it was told, so that the power can be cut after any of it. */
final class RecordedDisk implements Disk {
  private final VolatileDisk disk;
  private final List<Told> told = new ArrayList<>();

  /** A write, or a flush when it has no bytes. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Told(long offset, byte[] bytes, boolean through) {}

  RecordedDisk(VolatileDisk disk) {
    this.disk = disk;
  }

  @Override
  public long size() {
    return disk.size();
  }

  @Override
  public synchronized byte[] read(long offset, int length) throws IOException {
    return disk.read(offset, length);
  }

  @Override
  public synchronized void write(long offset, byte[] bytes, boolean through) throws IOException {
    disk.write(offset, bytes, through);
    told.add(new Told(offset, bytes, through));
  }

  @Override
  public synchronized void flush() throws IOException {
    disk.flush();
    told.add(new Told(0, new byte[0], true));
  }

  /** How much it was told so far. */
  synchronized int length() {
    return told.size();
  }

  /** Plays what was told to a disk that has the first so much of it already. */
  void play(int from, int to, VolatileDisk into) throws IOException {
    for (Told each : told.subList(from, to)) {
      if (each.bytes().length == 0) {
        into.flush();
      } else {
        into.write(each.offset(), each.bytes(), each.through());
      }
    }
  }

  /**
   * What a computer finds after a power cut.
   *
   * @param played a disk that was told so much
   * @param image for it, not there yet
   * @return how many sectors are lost
   */
  static int cut(VolatileDisk played, VolatileDisk.Loss loss, Random random, Path image)
      throws IOException {
    try (VolatileDisk found = played.liar(image)) {
      return found.cutPower(loss, random);
    }
  }
}
