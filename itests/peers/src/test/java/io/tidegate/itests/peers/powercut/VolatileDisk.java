package io.tidegate.itests.peers.powercut;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A disk with a volatile cache: what is written waits in memory, sector by sector with its history,
 * until a flush makes it part of the file. A power cut leaves the file and, as the disk likes, any
 * of the waiting sectors in any of their versions: writes are reordered, and one of 4 KiB is torn.
 */
final class VolatileDisk implements Disk, Closeable {
  /** What a disk writes in one piece, and the unit that requests must be made of. */
  static final int SECTOR = 512;

  private final FileChannel file;
  private final long size;
  private final boolean honest;
  private final TreeMap<Long, List<byte[]>> waiting = new TreeMap<>();

  /** What happens to sectors that were not flushed. */
  enum Loss {
    ALL,
    SOME
  }

  private VolatileDisk(Path image, boolean honest) throws IOException {
    file = FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE);
    size = file.size();
    this.honest = honest;
  }

  /** A disk that keeps its word; the image's length is the disk's. */
  static VolatileDisk open(Path image) throws IOException {
    return new VolatileDisk(image, true);
  }

  /**
   * A disk that lies from now on: it begins with what is durable here, and what waits here waits
   * there; it acknowledges every flush, and makes nothing durable.
   */
  synchronized VolatileDisk liar(Path image) throws IOException {
    try (FileChannel copy =
        FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocate(1 << 20);
      for (long at = 0; at < size; at += block.position()) {
        block.clear();
        fill(block, at);
        block.flip();
        // zeros stay a hole
        if (!Arrays.equals(
            block.array(), 0, block.limit(), new byte[block.limit()], 0, block.limit())) {
          put(copy, at, block);
        }
        block.position(block.limit());
      }
      if (copy.size() < size) {
        put(copy, size - 1, ByteBuffer.wrap(new byte[1]));
      }
    }
    VolatileDisk liar = new VolatileDisk(image, false);
    waiting.forEach((sector, versions) -> liar.waiting.put(sector, new ArrayList<>(versions)));
    return liar;
  }

  private void fill(ByteBuffer block, long at) throws IOException {
    while (block.hasRemaining() && file.read(block, at + block.position()) >= 0) {
      Thread.onSpinWait();
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public synchronized byte[] read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    fill(bytes, offset);
    byte[] read = bytes.array();
    waiting
        .subMap(offset / SECTOR, (offset + length) / SECTOR)
        .forEach(
            (sector, versions) ->
                System.arraycopy(
                    versions.get(versions.size() - 1),
                    0,
                    read,
                    (int) (sector * SECTOR - offset),
                    SECTOR));
    return read;
  }

  @Override
  public synchronized void write(long offset, byte[] bytes, boolean through) throws IOException {
    for (int at = 0; at < bytes.length; at += SECTOR) {
      waiting
          .computeIfAbsent((offset + at) / SECTOR, sector -> new ArrayList<>(1))
          .add(Arrays.copyOfRange(bytes, at, at + SECTOR));
    }
    if (through && honest) {
      var written = waiting.subMap(offset / SECTOR, (offset + bytes.length) / SECTOR);
      store(written);
      written.clear();
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    if (honest) {
      store(waiting);
      waiting.clear();
    }
  }

  private void store(SortedMap<Long, List<byte[]>> sectors) throws IOException {
    for (var sector : sectors.entrySet()) {
      byte[] newest = sector.getValue().get(sector.getValue().size() - 1);
      put(file, sector.getKey() * SECTOR, ByteBuffer.wrap(newest));
    }
  }

  private static void put(FileChannel file, long at, ByteBuffer bytes) throws IOException {
    long end = at;
    while (bytes.hasRemaining()) {
      end += file.write(bytes, end);
    }
  }

  /** Sectors that a power cut could lose now. */
  synchronized int unflushed() {
    return waiting.size();
  }

  /**
   * The power is gone and back.
   *
   * @param random chooses, for {@link Loss#SOME}, the version that each sector is found in
   * @return how many sectors were found other than they were written last
   */
  synchronized int cutPower(Loss loss, Random random) throws IOException {
    int lost = 0;
    for (var sector : waiting.entrySet()) {
      List<byte[]> versions = sector.getValue();
      // 0 is what the file has
      int kept = loss == Loss.ALL ? 0 : random.nextInt(versions.size() + 1);
      if (kept > 0) {
        put(file, sector.getKey() * SECTOR, ByteBuffer.wrap(versions.get(kept - 1)));
      }
      lost += kept < versions.size() ? 1 : 0;
    }
    waiting.clear();
    return lost;
  }

  /** A new file of zeros. */
  static Path blank(Path image, long size) throws IOException {
    Files.write(image, new byte[0]);
    try (FileChannel file = FileChannel.open(image, StandardOpenOption.WRITE)) {
      put(file, size - 1, ByteBuffer.wrap(new byte[1]));
    }
    return image;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
