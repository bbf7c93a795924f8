package io.tidegate.hardware.charger.board;

import io.tidegate.api.device.DeviceException;
import io.tidegate.codec.charger.board.BoardFrame;
import io.tidegate.codec.charger.board.BoardMessage;
import io.tidegate.codec.charger.board.BoardMessage.Result;
import io.tidegate.codec.charger.board.BoardReader;
import io.tidegate.codec.charger.board.BoardWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A board and its connection. The thread {@code tidegate-board-<name>} connects, reads and connects
 * again; commands are written by whoever has them and wait for their answer.
 */
final class Board implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Board.class);
  static final String SILENT = "ERR_BOARD_SILENT";
  static final String UNREACHABLE = "ERR_BOARD_CONN";
  private static final String REFUSED = "ERR_BOARD_REFUSED";
  private static final int BUFFER = 4_096;
  private static final long FIRST_WAIT_MS = 250;
  private static final long LONGEST_WAIT_MS = 5_000;
  private static final long HELLO_MS = 500;
  private static final long GIVE_UP_MS = 3_000;
  private static final long JOIN_MS = 1_500;
  private static final long MILLI = 1_000_000;

  private final BoardSettings settings;
  private final Opener opener;
  private final List<BoardChannel> channels = new ArrayList<>();
  private final Map<Integer, Pending> pending = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final Object writing = new Object();
  private Wire wire;
  private int sequence;
  private int heardSequence = -1;
  private volatile long heardAt;
  private volatile String trouble = "not connected yet";
  private volatile long damaged;
  private final LongAdder lost = new LongAdder();

  /** Opens lines. */
  @FunctionalInterface
  interface Opener {
    Wire open(BoardSettings settings) throws IOException;
  }

  /** A command that waits for its answer. */
  private record Pending(int channel, CompletableFuture<Result> answer, Runnable taken) {}

  Board(BoardSettings settings) {
    this(
        settings,
        s -> s.tcp() ? new TcpWire(s.host(), s.tcpPort()) : new SerialWire(s.device(), s.baud()));
  }

  Board(BoardSettings settings, Opener opener) {
    this.settings = settings;
    this.opener = opener;
    for (int i = 0; i < settings.evses().size(); i++) {
      channels.add(new BoardChannel(this, settings, i));
    }
    thread = new Thread(this::run, "tidegate-board-" + settings.name());
    thread.setDaemon(true);
    thread.start();
  }

  List<BoardChannel> channels() {
    return channels;
  }

  /** Catalogue code and sentence of the present trouble; empty while all is well. */
  String trouble() {
    return trouble;
  }

  /** Frames that were damaged or lost on the way here. */
  String losses() {
    return damaged + lost.sum() == 0 ? "" : damaged + " damaged and " + lost.sum() + " lost frames";
  }

  // commands

  /**
   * Sends a command and waits for its answer.
   *
   * @param taken runs on the reading thread when the board has taken it, before anything else that
   *     the board says later
   * @throws DeviceException when it did not take it, at most {@code ackMs} later
   */
  void command(int channel, BoardMessage message, Runnable taken) throws DeviceException {
    CompletableFuture<Result> answer = new CompletableFuture<>();
    int number = send(channel, message, new Pending(channel, answer, taken));
    try {
      Result result = answer.get(settings.ackMs(), TimeUnit.MILLISECONDS);
      if (result != Result.DONE) {
        throw failure(REFUSED, message + " was answered with " + result, null);
      }
    } catch (TimeoutException e) {
      throw failure(SILENT, "no answer to " + message, e);
    } catch (ExecutionException e) {
      throw failure(UNREACHABLE, "the connection was lost", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(SILENT, "interrupted", e);
    } finally {
      pending.remove(number);
    }
  }

  private int send(int channel, BoardMessage message, Pending waiting) throws DeviceException {
    synchronized (writing) {
      if (wire == null) {
        throw failure(UNREACHABLE, trouble, null);
      }
      int number = sequence;
      sequence = (sequence + 1) % BoardFrame.SEQUENCES;
      if (waiting != null) {
        pending.put(number, waiting);
      }
      try {
        wire.write(BoardWriter.write(new BoardFrame(channel, number, message)));
      } catch (IOException e) {
        pending.remove(number);
        throw failure(UNREACHABLE, "the line takes nothing: " + e.getMessage(), e);
      }
      return number;
    }
  }

  private DeviceException failure(String code, String sentence, Throwable cause) {
    return new DeviceException(code, "board " + settings.name() + ": " + sentence, cause);
  }

  // the line

  private void run() {
    long wait = FIRST_WAIT_MS;
    while (closing.getCount() > 0) {
      try (Wire open = opener.open(settings)) {
        attach(open);
        wait = FIRST_WAIT_MS;
        listen(open);
      } catch (IOException e) {
        failed(UNREACHABLE + ": " + settings.port() + ": " + e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("Board {}: a fault of its own", settings.name(), e);
        failed(UNREACHABLE + ": " + e);
      }
      detach();
      wait = pause(wait);
    }
  }

  private long pause(long millis) {
    try {
      boolean unused = closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      LOG.debug("Board {} ends", settings.name(), e);
    }
    return Math.min(2 * millis, LONGEST_WAIT_MS);
  }

  private void attach(Wire open) {
    synchronized (writing) {
      wire = open;
      heardSequence = -1;
    }
    // noise before the first frame ends here
    hello(open);
  }

  private void hello(Wire open) {
    try {
      synchronized (writing) {
        open.write(new byte[] {0});
      }
      int unused = send(BoardFrame.BOARD, new BoardMessage.Hello(settings.periodMs()), null);
    } catch (IOException | DeviceException e) {
      LOG.debug("Board {}: it cannot be greeted", settings.name(), e);
    }
  }

  private void listen(Wire open) throws IOException {
    BoardReader reader = new BoardReader();
    long damagedBefore = damaged;
    byte[] buffer = new byte[BUFFER];
    long begun = System.nanoTime();
    long greeted = begun;
    heardAt = begun;
    while (closing.getCount() > 0) {
      int count = open.read(buffer);
      reader.feed(buffer, count, this::heard);
      damaged = damagedBefore + reader.damaged();
      long now = System.nanoTime();
      long silence = (now - heardAt) / MILLI;
      if (silence > GIVE_UP_MS) {
        throw new IOException("the board says nothing for " + silence + " ms");
      }
      if (silence > settings.silenceMs()) {
        failed(SILENT + ": nothing is heard on " + settings.port());
      }
      if (silence > HELLO_MS && now - greeted > HELLO_MS * MILLI) {
        greeted = now;
        hello(open);
      }
    }
  }

  private void detach() {
    synchronized (writing) {
      wire = null;
    }
    pending
        .values()
        .forEach(p -> p.answer().completeExceptionally(new IOException("the line is gone")));
    pending.clear();
    channels.forEach(BoardChannel::lost);
  }

  private void heard(BoardFrame frame) {
    heardAt = System.nanoTime();
    int expected = (heardSequence + 1) % BoardFrame.SEQUENCES;
    if (heardSequence >= 0 && frame.sequence() != expected) {
      lost.increment();
    }
    heardSequence = frame.sequence();
    if (!trouble.isEmpty()) {
      LOG.info("Board {} is heard on {}", settings.name(), settings.port());
      trouble = "";
    }
    if (frame.message() instanceof BoardMessage.Ack ack) {
      answered(frame.channel(), ack);
    } else if (frame.channel() < channels.size()) {
      channels.get(frame.channel()).heard(frame.message());
    }
  }

  private void answered(int channel, BoardMessage.Ack ack) {
    Optional<Pending> waiting =
        Optional.ofNullable(pending.get(ack.sequence())).filter(p -> p.channel() == channel);
    if (waiting.isPresent()) {
      if (ack.result() == Result.DONE) {
        waiting.get().taken().run();
      }
      waiting.get().answer().complete(ack.result());
    }
  }

  private void failed(String sentence) {
    if (closing.getCount() > 0 && !sentence.equals(trouble)) {
      LOG.warn("Board {}: {}", settings.name(), sentence);
    }
    trouble = sentence;
  }

  @Override
  public void close() {
    closing.countDown();
    synchronized (writing) {
      if (wire != null) {
        try {
          wire.close();
        } catch (IOException e) {
          LOG.debug("Board {}: closing failed", settings.name(), e);
        }
      }
    }
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
