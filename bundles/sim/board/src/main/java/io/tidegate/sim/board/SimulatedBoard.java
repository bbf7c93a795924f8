package io.tidegate.sim.board;

import io.tidegate.codec.charger.board.BoardFrame;
import io.tidegate.codec.charger.board.BoardMessage;
import io.tidegate.codec.charger.board.BoardMessage.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A charger's board on loopback: speaks the board protocol over TCP with one gateway at a time, the
 * newest, and models each of its EVSEs. Threads: one that waits for connections, one that reads,
 * one that moves the model on every 5 ms. Any thread may call it.
 */
public final class SimulatedBoard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedBoard.class);
  private static final long STEP_MS = 5;
  private static final int METER_EVERY = 40;
  private static final long JOIN_MS = 1_000;

  private final List<Channel> channels = new ArrayList<>();
  private final ServerSocket server;
  private final Thread acceptor;
  private final ScheduledExecutorService clock;
  private final long begun = System.nanoTime();
  private volatile BoardLink link;
  private volatile boolean silent;
  private volatile boolean closed;
  private long steps;

  /** One on any free port; the specs are its channels from 0. */
  public SimulatedBoard(List<ChannelSpec> specs) throws IOException {
    this(0, specs);
  }

  /**
   * @param port 0: any
   */
  public SimulatedBoard(int port, List<ChannelSpec> specs) throws IOException {
    for (int i = 0; i < specs.size(); i++) {
      int number = i;
      channels.add(new Channel(specs.get(i), () -> edge(number)));
    }
    server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
    acceptor = daemon(this::accept, "sim-board-accept-" + server.getLocalPort());
    acceptor.start();
    clock = Executors.newSingleThreadScheduledExecutor(r -> daemon(r, "sim-board-" + port()));
    var unused = clock.scheduleAtFixedRate(this::step, STEP_MS, STEP_MS, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The plug of a channel, with what a test can break there. */
  public SimulatedEvse evse(int channel) {
    return channels.get(channel);
  }

  /** While on, the board says nothing and hears nothing, and its model goes on. */
  public void silence(boolean on) {
    silent = on;
  }

  /** Drops the connection, as a loose cable does. */
  public void drop() {
    BoardLink now = link;
    if (now != null) {
      now.close();
    }
  }

  /** Puts these bytes on the wire, between two frames. */
  public void noise(byte[] bytes) {
    BoardLink now = link;
    if (now != null) {
      now.raw(bytes);
    }
  }

  /** Whether a gateway is connected. */
  public boolean connected() {
    BoardLink now = link;
    return now != null && now.open();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        drop();
        BoardLink next = new BoardLink(socket, this::heard);
        link = next;
        daemon(next, "sim-board-link-" + port()).start();
      } catch (IOException e) {
        LOG.debug("Simulated board: no more connections", e);
      }
    }
  }

  private void heard(BoardLink from, BoardFrame frame) {
    if (silent || from != link) {
      return;
    }
    BoardMessage said = frame.message();
    if (said instanceof BoardMessage.Hello hello) {
      from.period(hello.periodMs());
      for (int i = 0; i < channels.size(); i++) {
        BoardMessage.Info info = info(i);
        from.rated(i, info.rating());
        from.send(i, info);
        from.send(i, channels.get(i).meter());
        from.send(i, channels.get(i).status(millis()));
      }
      return;
    }
    Result result =
        frame.channel() < channels.size()
            ? channels.get(frame.channel()).take(said, System.nanoTime())
            : Result.UNKNOWN;
    from.send(frame.channel(), new BoardMessage.Ack(frame.sequence(), result));
  }

  private BoardMessage.Info info(int channel) {
    Channel c = channels.get(channel);
    return new BoardMessage.Info(
        "SIM-" + port(), "1.0", "M-" + port() + "-" + channel, c.direct(), c.rating());
  }

  private long millis() {
    return (System.nanoTime() - begun) / 1_000_000;
  }

  /** A level of the channel has changed: the gateway hears of it at once. */
  private void edge(int channel) {
    BoardLink now = link;
    if (now != null && now.greeted() && !silent) {
      now.send(channel, channels.get(channel).status(millis()));
      BoardMessage.Info info = info(channel);
      if (now.rated(channel, info.rating())) {
        now.send(channel, info);
      }
    }
  }

  private void step() {
    try {
      steps++;
      BoardLink now = link;
      boolean speaks = now != null && now.greeted() && !silent;
      boolean due = speaks && now.due(millis());
      if (speaks) {
        now.gather();
      }
      for (int i = 0; i < channels.size(); i++) {
        boolean edge = channels.get(i).step(System.nanoTime());
        if (speaks && (due || edge)) {
          now.send(i, channels.get(i).status(millis()));
        }
        if (speaks && steps % METER_EVERY == 0) {
          now.send(i, channels.get(i).meter());
        }
      }
      if (speaks) {
        now.flush();
      }
    } catch (RuntimeException e) {
      LOG.error("Simulated board: a step failed", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("Simulated board: closing failed", e);
    }
    drop();
    clock.shutdownNow();
    try {
      acceptor.join(JOIN_MS);
      boolean unused = clock.awaitTermination(JOIN_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
