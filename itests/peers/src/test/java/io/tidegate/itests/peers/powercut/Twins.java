package io.tidegate.itests.peers.powercut;

import java.io.IOException;

/** A disk, and from some moment on another one that is told the same. */
final class Twins implements Disk {
  private final VolatileDisk first;
  private VolatileDisk second;

  Twins(VolatileDisk first) {
    this.first = first;
  }

  /** The disk that answers. */
  VolatileDisk first() {
    return first;
  }

  /** Adds a twin that makes nothing durable from now on. */
  synchronized VolatileDisk lieBeside(java.nio.file.Path image) throws IOException {
    second = first.liar(image);
    return second;
  }

  @Override
  public long size() {
    return first.size();
  }

  @Override
  public synchronized byte[] read(long offset, int length) throws IOException {
    return first.read(offset, length);
  }

  @Override
  public synchronized void write(long offset, byte[] bytes, boolean through) throws IOException {
    first.write(offset, bytes, through);
    if (second != null) {
      second.write(offset, bytes, through);
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    first.flush();
    if (second != null) {
      second.flush();
    }
  }
}
