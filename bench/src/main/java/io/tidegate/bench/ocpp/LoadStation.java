package io.tidegate.bench.ocpp;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;

/**
 * One station: connects, boots, then says what is due, one CALL at a time as OCPP-J demands, and
 * answers what it is asked. On its loop's thread only.
 */
final class LoadStation {
  private static final int MOST_WAITING = 50;
  private static final String SERVED = "HTTP/1.1 101";

  private final LoadLoop loop;
  private final LoadOptions options;
  private final String identity;
  private final int number;
  private final Deque<Long> due = new ArrayDeque<>(0);
  private State state = State.CLOSED;
  private SocketChannel channel;
  private SelectionKey key;
  private Wire wire;

  /** Beginning of a frame whose rest has not arrived; null as a rule. */
  private byte[] carry;

  private long connectedSince;
  private long inFlightSince;
  private Asked inFlight = Asked.NOTHING;
  private String callId = "";
  private String askedId = "";
  private int calls;
  private int readings;

  private enum State {
    CLOSED,
    CONNECTING,
    SECURING,
    UPGRADING,
    OPEN,
    ACCEPTED
  }

  private enum Asked {
    NOTHING,
    BOOT,
    STATUS,
    DUE
  }

  LoadStation(LoadLoop loop, int number) {
    this.loop = loop;
    this.options = loop.options();
    this.number = number;
    this.identity = options.identity(number);
  }

  /**
   * Begins to connect.
   *
   * @param since moment that the time to Accepted counts from
   */
  void connect(long since) throws IOException {
    connectedSince = since;
    state = State.CONNECTING;
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    boolean there =
        channel.connect(new InetSocketAddress(options.url().getHost(), options.url().getPort()));
    int interest = there ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
    key = channel.register(loop.selector(), interest, this);
    if (there) {
      connected();
    }
  }

  private void connected() throws IOException {
    wire = loop.wire(channel, identity);
    state = State.SECURING;
    key.interestOps(SelectionKey.OP_READ);
    advance();
  }

  /** The selector says that something can be done. */
  void selected() {
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        connected();
        return;
      }
      if (key.isWritable() && wire.flush()) {
        key.interestOps(SelectionKey.OP_READ);
      }
      if (key.isReadable()) {
        advance();
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  void fail(Exception reason) {
    String what = reason.getMessage() == null ? reason.toString() : reason.getMessage();
    loop.tally().trouble(what);
    close();
    loop.retry(this, options.retryMs());
  }

  /** Without a word, as when the power fails: a reset, no close frame. */
  void reset() {
    try {
      if (channel != null) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      loop.tally().trouble("reset: " + e);
    }
    close();
  }

  private void close() {
    if (state == State.ACCEPTED) {
      loop.lost();
    }
    state = State.CLOSED;
    inFlight = Asked.NOTHING;
    due.clear();
    carry = null;
    wire = null;
    if (channel != null) {
      key.cancel();
      try {
        channel.close();
      } catch (IOException e) {
        loop.tally().trouble("close: " + e);
      }
      channel = null;
    }
  }

  private void advance() throws IOException {
    if (state == State.SECURING) {
      if (!wire.ready()) {
        watchWrites();
        return;
      }
      state = State.UPGRADING;
      upgrade();
    }
    ByteBuffer in = loop.input();
    if (carry != null) {
      in.put(carry);
      carry = null;
    }
    int count = wire.receive(in);
    in.flip();
    read(in);
    if (in.hasRemaining() && state != State.CLOSED) {
      carry = new byte[in.remaining()];
      in.get(carry);
    }
    if (count < 0) {
      throw new EOFException("the server hung up");
    }
  }

  private void watchWrites() throws IOException {
    boolean all = wire.flush();
    key.interestOps(SelectionKey.OP_READ | (all ? 0 : SelectionKey.OP_WRITE));
  }

  private void upgrade() throws IOException {
    byte[] nonce = new byte[16];
    loop.random().nextBytes(nonce);
    String path = options.url().getPath();
    StringBuilder request = new StringBuilder("GET ");
    request.append(path.endsWith("/") ? path : path + "/").append(identity);
    request.append(" HTTP/1.1\r\nHost: ").append(options.url().getAuthority());
    request.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ");
    request.append(Base64.getEncoder().encodeToString(nonce));
    request.append("\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ");
    request.append(options.protocol().wire()).append("\r\n");
    if (!options.password().isEmpty()) {
      byte[] login = (identity + ':' + options.password()).getBytes(StandardCharsets.UTF_8);
      request.append("Authorization: Basic ");
      request.append(Base64.getEncoder().encodeToString(login)).append("\r\n");
    }
    request.append("\r\n");
    wire.send(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.US_ASCII)));
    watchWrites();
  }

  private void read(ByteBuffer in) throws IOException {
    if (state == State.UPGRADING && !upgraded(in)) {
      return;
    }
    while (state != State.CLOSED && frame(in)) {
      // one after the other
      Thread.onSpinWait();
    }
  }

  private boolean upgraded(ByteBuffer in) throws IOException {
    int end = ClientFrames.endOfHead(in);
    if (end < 0) {
      return false;
    }
    byte[] head = new byte[end - in.position()];
    in.get(head);
    String answer = new String(head, StandardCharsets.ISO_8859_1);
    if (!answer.startsWith(SERVED)) {
      throw new IOException(answer.substring(0, answer.indexOf('\r')));
    }
    state = State.OPEN;
    call(Asked.BOOT, System.nanoTime(), options.protocol().boot(identity));
    return true;
  }

  private boolean frame(ByteBuffer in) throws IOException {
    ClientFrames.Frame frame = ClientFrames.next(in);
    if (frame == null) {
      return false;
    }
    switch (frame.opcode()) {
      case ClientFrames.TEXT -> message(frame.text());
      case ClientFrames.PING -> send(ClientFrames.PONG, frame.bytes());
      case ClientFrames.PONG -> {
        // it lives
      }
      case ClientFrames.CLOSE -> throw new IOException("close " + frame.closeCode());
      default -> throw new IOException("frame of kind " + frame.opcode());
    }
    return true;
  }

  private void message(String text) throws IOException {
    int first = text.indexOf('"');
    int second = text.indexOf('"', first + 1);
    if (first < 0 || second < 0) {
      throw new IOException("no OCPP: " + text.substring(0, Math.min(80, text.length())));
    }
    String id = text.substring(first + 1, second);
    char type = text.charAt(1);
    if (type == '2') {
      int from = text.indexOf('"', second + 1) + 1;
      String action = text.substring(from, text.indexOf('"', from));
      loop.tally().asked++;
      if (id.equals(askedId) || !loop.first(identity, id)) {
        loop.tally().trouble("asked the same twice");
      }
      askedId = id;
      say("[3,\"" + id + "\"," + options.protocol().answer(action) + "]");
    } else if (id.equals(callId) && inFlight != Asked.NOTHING) {
      answered(type, text);
    } else {
      loop.tally().trouble("answer nobody waits for");
    }
  }

  private void answered(char type, String text) throws IOException {
    long now = System.nanoTime();
    Asked asked = inFlight;
    inFlight = Asked.NOTHING;
    if (type != '3') {
      String[] parts = text.split("\"", 5);
      loop.tally().trouble("CALLERROR " + (parts.length > 3 ? parts[3] : text));
      if (asked == Asked.BOOT) {
        throw new IOException("boot refused");
      }
    } else if (asked == Asked.BOOT) {
      if (!text.contains("\"Accepted\"")) {
        throw new IOException("boot not accepted");
      }
      state = State.ACCEPTED;
      loop.accepted(now - connectedSince);
      call(Asked.STATUS, now, options.protocol().status());
      return;
    } else if (asked == Asked.DUE) {
      loop.answered(now - inFlightSince);
    }
    next();
  }

  /** A message is due, at a moment that may have passed already. */
  void due(long moment) {
    loop.tally().due++;
    if (state != State.ACCEPTED || due.size() >= MOST_WAITING) {
      loop.tally().missed++;
      return;
    }
    due.add(moment);
    try {
      next();
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  boolean busy() {
    return inFlight != Asked.NOTHING || !due.isEmpty();
  }

  String identity() {
    return identity;
  }

  /** Meter readings sent so far. */
  int readings() {
    return readings;
  }

  private void next() throws IOException {
    if (inFlight != Asked.NOTHING || due.isEmpty()) {
      return;
    }
    long moment = due.poll();
    boolean heartbeat =
        switch (options.messages()) {
          case HEARTBEATS -> true;
          case READINGS -> false;
          case MIXED -> (calls + number) % 5 == 0;
        };
    String body =
        heartbeat
            ? options.protocol().heartbeat()
            : options.protocol().reading(identity, loop.run(), readings++);
    call(Asked.DUE, moment, body);
  }

  private void call(Asked what, long moment, String body) throws IOException {
    inFlight = what;
    inFlightSince = moment;
    callId = loop.run() + Integer.toString(calls++, Character.MAX_RADIX);
    say("[2,\"" + callId + "\"," + body + "]");
  }

  private void say(String text) throws IOException {
    send(ClientFrames.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(int opcode, byte[] payload) throws IOException {
    wire.send(ClientFrames.encode(loop.output(), opcode, payload, loop.random().nextInt()));
    watchWrites();
  }
}
