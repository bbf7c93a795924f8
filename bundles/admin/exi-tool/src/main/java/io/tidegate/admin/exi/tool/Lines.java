package io.tidegate.admin.exi.tool;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, as bytes, each at most {@link #LONGEST} long. One thread. */
final class Lines {
  /** A frame of the longest payload in hexadecimal digits, and some. */
  static final int LONGEST = 4 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;
  private boolean over;
  private int lineEnd;
  private boolean tooLong;

  Lines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line; false if there is none. */
  boolean next() throws IOException {
    start = lineEnd;
    if (start < end && buffer[start] == '\n') {
      start++;
    }
    tooLong = false;
    int from = start;
    while (true) {
      for (int i = from; i < end; i++) {
        if (buffer[i] == '\n') {
          lineEnd = i;
          return true;
        }
      }
      from = end - start;
      if (!fill()) {
        lineEnd = end;
        return end > start || tooLong;
      }
      from = tooLong ? start : Math.min(end, start + from);
    }
  }

  /** Reads more; what is read of a line that is too long is forgotten. */
  private boolean fill() throws IOException {
    if (over) {
      return false;
    }
    if (end - start >= LONGEST) {
      tooLong = true;
      start = end;
    }
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, end, buffer.length - end);
    over = read < 0;
    end += Math.max(read, 0);
    return !over;
  }

  /** Whether the line was longer than is allowed. */
  boolean tooLong() {
    return tooLong;
  }

  byte[] buffer() {
    return buffer;
  }

  int offset() {
    return start;
  }

  /** Length of the line, without its end. */
  int length() {
    int last = lineEnd;
    while (last > start && buffer[last - 1] == '\r') {
      last--;
    }
    return last - start;
  }

  /** Whether nothing is at hand, so that who waits for the answer should get it now. */
  boolean isDrained() throws IOException {
    return lineEnd + 1 >= end && in.available() == 0;
  }
}
