package io.tidegate.codec.release;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** An archive's bytes, read anywhere. */
interface Bytes {
  long length() throws IOException;

  /**
   * Fills the buffer from here on.
   *
   * @throws EOFException if there are not as many
   */
  void read(long at, ByteBuffer into) throws IOException;

  /** So many bytes, to be read as ZIP does: the small end first. */
  default ByteBuffer read(long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    read(at, buffer);
    return buffer.flip();
  }

  static Bytes of(FileChannel file) {
    return new Bytes() {
      @Override
      public long length() throws IOException {
        return file.size();
      }

      @Override
      public void read(long at, ByteBuffer into) throws IOException {
        long from = at;
        while (into.hasRemaining()) {
          int count = file.read(into, from);
          if (count < 0) {
            throw new EOFException();
          }
          from += count;
        }
      }
    };
  }

  static Bytes of(byte[] bytes) {
    return new Bytes() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void read(long at, ByteBuffer into) throws IOException {
        if (at < 0 || at + into.remaining() > bytes.length) {
          throw new EOFException();
        }
        into.put(bytes, (int) at, into.remaining());
      }
    };
  }
}
