package io.tidegate.core.clock;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Asks the kernel: adjtimex(2) with nothing to change, which needs no privilege. Whoever steers the
 * clock (chronyd, ntpd, timesyncd, phc2sys) clears STA_UNSYNC; the kernel sets it when it hears
 * nothing of them for long. For 64-bit Linux.
 */
final class KernelSource implements ClockSource {
  static final int TIMEX_BYTES = 208;
  private static final int OFFSET_AT = 8;
  private static final int MAXERROR_AT = 24;
  private static final int ESTERROR_AT = 32;
  private static final int STATUS_AT = 40;
  private static final int STA_UNSYNC = 0x0040;
  private static final int STA_NANO = 0x2000;
  private static final int TIME_ERROR = 5;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String TEMPORARY = "jna.tmpdir";

  private final Path temporary;
  private NativeLibrary library;

  /**
   * @param temporary where JNA unpacks its native part
   */
  KernelSource(Path temporary) {
    this.temporary = temporary;
  }

  @Override
  public Reading read() throws IOException {
    byte[] timex = new byte[TIMEX_BYTES];
    int state = adjtimex(timex);
    return parse(timex, state);
  }

  private int adjtimex(byte[] timex) throws IOException {
    try {
      if (library == null) {
        Files.createDirectories(temporary);
        if (System.getProperty(TEMPORARY) == null) {
          System.setProperty(TEMPORARY, temporary.toString());
        }
        library = NativeLibrary.getInstance("c");
      }
      if (Native.LONG_SIZE != Long.BYTES) {
        throw new IOException("source kernel needs 64-bit Linux: choose chrony or ptp");
      }
      Function function = library.getFunction("adjtimex");
      int state = function.invokeInt(new Object[] {timex});
      if (state < 0) {
        throw new IOException(
            "adjtimex was refused (errno "
                + Native.getLastError()
                + "): allow it (no ProtectClock in the service unit), or choose chrony or ptp");
      }
      return state;
    } catch (LinkageError e) {
      throw new IOException("The kernel's clock state cannot be read: " + e.getMessage(), e);
    }
  }

  static Reading parse(byte[] timex, int state) {
    ByteBuffer fields = ByteBuffer.wrap(timex).order(ByteOrder.nativeOrder());
    int status = fields.getInt(STATUS_AT);
    double maxErrorMs = fields.getLong(MAXERROR_AT) / MICROS_PER_MILLI;
    double estErrorMs = fields.getLong(ESTERROR_AT) / MICROS_PER_MILLI;
    double unit = (status & STA_NANO) != 0 ? NANOS_PER_MILLI : MICROS_PER_MILLI;
    double remainingMs = Math.abs(fields.getLong(OFFSET_AT) / unit);
    if ((status & STA_UNSYNC) != 0 || state == TIME_ERROR) {
      return Reading.unsynchronised(
          "The kernel says that nobody keeps its clock: start chronyd or ptp4l with phc2sys");
    }
    return new Reading(
        true,
        Math.max(estErrorMs, remainingMs),
        "The kernel's clock is kept, error at most %.1f ms".formatted(maxErrorMs));
  }

  /** JNA's cleaning thread ends when nothing of it is open. */
  @Override
  public void close() {
    if (library != null) {
      library.close();
      library = null;
    }
  }
}
