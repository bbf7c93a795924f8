package io.tidegate.bench.exi;

import com.sun.management.ThreadMXBean;
import io.tidegate.codec.exi.iso15118.dc.DcChargeLoopReq;
import io.tidegate.codec.exi.iso15118.dc.DcExi;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * What {@link ExiCodec} measures, by the clock of the thread's processor time: for machines that
 * have other work, too. The best of ten rounds.
 */
public final class ExiProcessorTime {
  private static final int ROUNDS = 10;
  private static final int TIMES = 200_000;

  private final ThreadMXBean clock = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final PrintStream out;
  private int sink;

  private ExiProcessorTime(PrintStream out) {
    this.out = out;
  }

  /** One operation. */
  private interface Operation {
    Object run() throws Exception;
  }

  /** Prints microseconds and bytes an operation. */
  public static void main(String[] arguments) throws Exception {
    new ExiProcessorTime(System.out).measure();
  }

  private void measure() throws Exception {
    DcChargeLoopReq message = Loop.request();
    long start = clock.getCurrentThreadCpuTime();
    byte[] payload = DcExi.SET.encode(message);
    sink += DcExi.SET.decode(payload).hashCode();
    out.printf(Locale.ROOT, "cold, ours       %8.1f ms%n", since(start) / 1e6);
    start = clock.getCurrentThreadCpuTime();
    Peer peer = new Peer();
    List<Peer.Event> events = peer.decode(payload);
    out.printf(Locale.ROOT, "cold, EXIficient %8.1f ms%n", since(start) / 1e6);
    measure("decode, ours      ", () -> DcExi.SET.decode(payload));
    measure("encode, ours      ", () -> DcExi.SET.encode(message));
    measure("decode, EXIficient", () -> peer.decode(payload));
    measure("encode, EXIficient", () -> peer.encode(events));
    out.println(sink == 0 ? " " : "");
  }

  private long since(long start) {
    return clock.getCurrentThreadCpuTime() - start;
  }

  private void measure(String name, Operation operation) throws Exception {
    double best = Double.MAX_VALUE;
    long bytes = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long allocated = clock.getCurrentThreadAllocatedBytes();
      long start = clock.getCurrentThreadCpuTime();
      for (int i = 0; i < TIMES; i++) {
        sink += operation.run() == null ? 1 : 0;
      }
      best = Math.min(best, since(start) / 1e3 / TIMES);
      bytes = (clock.getCurrentThreadAllocatedBytes() - allocated) / TIMES;
    }
    out.printf(Locale.ROOT, "%s %6.3f µs, %d B%n", name, best, bytes);
  }
}
