package io.tidegate.admin.updates;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file that is open, and says what is written to it and when it is flushed. */
final class TracedChannel extends FileChannel {
  private final FileChannel real;
  private final Runnable forced;
  private final Written written;

  /** Takes what is written. */
  @FunctionalInterface
  interface Written {
    void wrote(long at, byte[] bytes);
  }

  TracedChannel(FileChannel real, Runnable forced, Written written) {
    this.real = real;
    this.forced = forced;
    this.written = written;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    long at = real.position();
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    int length = real.write(bytes);
    written.wrote(at, java.util.Arrays.copyOf(copy, length));
    return length;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    real.force(metadata);
    forced.run();
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return real.read(to);
  }

  @Override
  public int read(ByteBuffer to, long position) throws IOException {
    return real.read(to, position);
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) throws IOException {
    return real.read(to, offset, length);
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int write(ByteBuffer from, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long position() throws IOException {
    return real.position();
  }

  @Override
  public FileChannel position(long to) throws IOException {
    real.position(to);
    return this;
  }

  @Override
  public long size() throws IOException {
    return real.size();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel to) throws IOException {
    return real.transferTo(position, count, to);
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    real.close();
  }
}
