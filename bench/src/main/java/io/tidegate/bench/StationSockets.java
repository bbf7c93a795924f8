package io.tidegate.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread that reads what arrives for all stations, so that nothing is handed over between the
 * socket and the moment that counts.
 */
final class StationSockets implements AutoCloseable {
  private final Selector selector = Selector.open();
  private final Queue<BenchStation> fresh = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  StationSockets() throws IOException {
    Thread thread = new Thread(this::loop, "stations");
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads for this station from now on; any thread. */
  void add(BenchStation station) {
    fresh.add(station);
    selector.wakeup();
  }

  private void loop() {
    try {
      while (!closed) {
        selector.select(key -> read(key));
        for (BenchStation station = fresh.poll(); station != null; station = fresh.poll()) {
          station.channel().register(selector, SelectionKey.OP_READ, station);
        }
      }
      selector.close();
    } catch (IOException e) {
      System.err.println("bench: the stations' thread has ended: " + e);
    }
  }

  private static void read(SelectionKey key) {
    BenchStation station = (BenchStation) key.attachment();
    try {
      ByteBuffer input = station.input();
      int count = station.channel().read(input);
      long nanos = System.nanoTime();
      if (count < 0) {
        throw new EOFException("the gateway hung up");
      }
      station.arrived(nanos);
    } catch (IOException | RuntimeException e) {
      System.err.println("bench: station " + station.number() + ": " + e);
      key.cancel();
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }
}
