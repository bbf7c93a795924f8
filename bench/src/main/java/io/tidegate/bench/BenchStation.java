package io.tidegate.bench;

import io.tidegate.bench.ocpp.ClientFrames;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/**
 * A station that knows just enough OCPP 2.0.1 to be served, and notes when a setpoint arrives.
 * Requests of its own go out without waiting for the answers before: it measures the gateway, not
 * itself.
 */
final class BenchStation {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final int number;
  private final ObjLongConsumer<BenchStation> onSetpoint;
  private final CompletableFuture<Void> accepted = new CompletableFuture<>();
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
  private SocketChannel channel;
  private int sequence;
  private int ids;
  private volatile double limitW;

  /**
   * @param onSetpoint is told of each TxProfile with a changed limit, with {@link
   *     System#nanoTime()} of its arrival
   */
  BenchStation(int number, ObjLongConsumer<BenchStation> onSetpoint) {
    this.number = number;
    this.onSetpoint = onSetpoint;
  }

  int number() {
    return number;
  }

  double limitW() {
    return limitW;
  }

  /** Until it is accepted and its vehicle has plugged in. */
  void connect(StationSockets sockets, URI gateway) throws Exception {
    channel = SocketChannel.open(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    upgrade(gateway.resolve("CS" + number));
    channel.configureBlocking(false);
    sockets.add(this);
    call(
        "BootNotification",
        "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"Bench\",\"vendorName\":\"Tidegate\"}}");
    accepted.get(20, TimeUnit.SECONDS);
    call(
        "StatusNotification",
        "{\"timestamp\":\""
            + now()
            + "\",\"connectorStatus\":\"Occupied\",\"evseId\":1,\"connectorId\":1}");
    call("TransactionEvent", event("Started", "CablePluggedIn", true));
  }

  void telemetry() {
    call("TransactionEvent", event("Updated", "MeterValuePeriodic", false));
  }

  private String event(String type, String trigger, boolean permission) {
    double in = Math.max(0, limitW);
    double out = Math.max(0, -limitW);
    return String.format(
        Locale.ROOT,
        "{\"eventType\":\"%s\",\"timestamp\":\"%s\",\"triggerReason\":\"%s\",\"seqNo\":%d,"
            + "\"transactionInfo\":{\"transactionId\":\"bench-%d\",\"chargingState\":\"Charging\"},"
            + "\"evse\":{\"id\":1,\"connectorId\":1},%s\"meterValue\":[{\"timestamp\":\"%s\",\"sampledValue\":["
            + "{\"value\":%.1f,\"measurand\":\"Power.Active.Import\",\"unitOfMeasure\":{\"unit\":\"W\"}},"
            + "{\"value\":%.1f,\"measurand\":\"Power.Active.Export\",\"unitOfMeasure\":{\"unit\":\"W\"}},"
            + "{\"value\":60,\"measurand\":\"SoC\",\"unitOfMeasure\":{\"unit\":\"Percent\"}}]}]%s}",
        type,
        now(),
        trigger,
        sequence++,
        number,
        permission ? "\"idToken\":{\"idToken\":\"bench\",\"type\":\"Local\"}," : "",
        now(),
        in,
        out,
        permission
            ? ",\"customData\":{\"vendorId\":\"io.tidegate\",\"dischargeAllowed\":true}"
            : "");
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private synchronized void call(String action, String payload) {
    send("[2,\"b" + ids++ + "\",\"" + action + "\"," + payload + "]");
  }

  private synchronized void send(String frame) {
    send(ClientFrames.TEXT, frame.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void send(int opcode, byte[] payload) {
    int mask = ThreadLocalRandom.current().nextInt();
    ByteBuffer bytes = ClientFrames.encode(out, opcode, payload, mask);
    try {
      while (bytes.hasRemaining()) {
        if (channel.write(bytes) == 0) {
          Thread.onSpinWait();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void upgrade(URI at) throws IOException {
    String request =
        "GET "
            + at.getPath()
            + " HTTP/1.1\r\nHost: "
            + at.getAuthority()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: ocpp2.0.1\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    int end = -1;
    while (end < 0) {
      if (channel.read(in) < 0) {
        throw new EOFException("the gateway hung up during the upgrade");
      }
      in.flip();
      end = ClientFrames.endOfHead(in);
      if (end < 0) {
        in.compact();
      }
    }
    byte[] head = new byte[end];
    in.get(head);
    in.compact();
    String answer = new String(head, StandardCharsets.ISO_8859_1);
    if (!answer.startsWith("HTTP/1.1 101")) {
      throw new IOException(answer);
    }
  }

  SocketChannel channel() {
    return channel;
  }

  /** Where what arrives is put, behind the beginning of a frame, perhaps. */
  ByteBuffer input() {
    return in;
  }

  /** Something was read into {@link #input}. On the sockets' thread. */
  void arrived(long nanos) throws IOException {
    in.flip();
    ClientFrames.Frame frame = ClientFrames.next(in);
    while (frame != null) {
      switch (frame.opcode()) {
        case ClientFrames.TEXT -> received(frame.text(), nanos);
        case ClientFrames.PING -> send(ClientFrames.PONG, frame.bytes());
        default -> throw new IOException("frame of kind " + frame.opcode());
      }
      frame = ClientFrames.next(in);
    }
    in.compact();
  }

  private void received(String frame, long nanos) {
    if (frame.startsWith("[3")) {
      if (frame.contains("\"Accepted\"") && !accepted.isDone()) {
        accepted.complete(null);
      }
      return;
    }
    if (!frame.startsWith("[2")) {
      return;
    }
    String[] head = frame.substring(0, Math.min(160, frame.length())).split("\"", 6);
    String id = head[1];
    String action = head[3];
    switch (action) {
      case "SetChargingProfile" -> {
        send("[3,\"" + id + "\",{\"status\":\"Accepted\"}]");
        setpoint(frame, nanos);
      }
      case "TriggerMessage" -> send("[3,\"" + id + "\",{\"status\":\"Accepted\"}]");
      default -> send("[4,\"" + id + "\",\"NotImplemented\",\"\",{}]");
    }
  }

  private void setpoint(String frame, long nanos) {
    if (!frame.contains("\"TxProfile\"")) {
      return;
    }
    int at = frame.indexOf("\"limit\":") + 8;
    int end = at;
    while ("-+.eE0123456789".indexOf(frame.charAt(end)) >= 0) {
      end++;
    }
    double limit = Double.parseDouble(frame.substring(at, end));
    if (limit != limitW) {
      limitW = limit;
      onSetpoint.accept(this, nanos);
    }
  }
}
