package io.tidegate.sim.board;

import io.tidegate.codec.charger.board.BoardFrame;
import io.tidegate.codec.charger.board.BoardMessage;
import io.tidegate.codec.charger.board.BoardMessage.Rating;
import io.tidegate.codec.charger.board.BoardReader;
import io.tidegate.codec.charger.board.BoardWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gateway's connection to the simulated board; its thread reads, any thread writes. */
final class BoardLink implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(BoardLink.class);
  private static final int BUFFER = 1_024;

  private final Socket socket;
  private final BiConsumer<BoardLink, BoardFrame> heard;
  private final Map<Integer, Rating> rated = new HashMap<>();
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
  private boolean gathering;
  private int sequence;
  private volatile int periodMs;
  private long nextMs;

  BoardLink(Socket socket, BiConsumer<BoardLink, BoardFrame> heard) throws IOException {
    this.socket = socket;
    this.heard = heard;
    socket.setTcpNoDelay(true);
  }

  @Override
  public void run() {
    BoardReader reader = new BoardReader();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = socket.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        reader.feed(buffer, count, frame -> heard.accept(this, frame));
      }
    } catch (IOException e) {
      LOG.debug("Simulated board: the gateway is gone", e);
    }
    close();
  }

  void period(int millis) {
    periodMs = Math.max(1, millis);
  }

  boolean greeted() {
    return periodMs > 0 && open();
  }

  boolean open() {
    return !socket.isClosed();
  }

  /** Whether the period has passed. Called by the board's clock alone. */
  boolean due(long nowMs) {
    if (nowMs < nextMs) {
      return false;
    }
    nextMs = nowMs + periodMs;
    return true;
  }

  /** Whether this rating is another than was said last. */
  synchronized boolean rated(int channel, Rating rating) {
    Rating before = rated.put(channel, rating);
    return before != null && !before.equals(rating);
  }

  synchronized void send(int channel, BoardMessage message) {
    byte[] frame = BoardWriter.write(new BoardFrame(channel, sequence, message));
    sequence = (sequence + 1) % BoardFrame.SEQUENCES;
    if (gathering) {
      gathered.writeBytes(frame);
    } else {
      raw(frame);
    }
  }

  /** From now on frames wait for {@link #flush}: those of many channels leave in one write. */
  synchronized void gather() {
    gathering = true;
  }

  synchronized void flush() {
    gathering = false;
    if (gathered.size() > 0) {
      raw(gathered.toByteArray());
      gathered.reset();
    }
  }

  synchronized void raw(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      close();
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("Simulated board: closing failed", e);
    }
  }
}
