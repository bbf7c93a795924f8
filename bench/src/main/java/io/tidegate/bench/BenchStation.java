package io.tidegate.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;

/**
 * A station that knows just enough OCPP 2.0.1 to be served, and notes when a setpoint arrives.
 * Requests of its own go out without waiting for the answers before: it measures the gateway, not
 * itself.
 */
final class BenchStation implements WebSocket.Listener {
  private final int number;
  private final ObjLongConsumer<BenchStation> onSetpoint;
  private final CompletableFuture<Void> accepted = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
  private WebSocket socket;
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

  void connect(HttpClient http, URI gateway) throws Exception {
    socket =
        http.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .subprotocols("ocpp2.0.1")
            .buildAsync(gateway.resolve("CS" + number), this)
            .get();
    call(
        "BootNotification",
        "{\"reason\":\"PowerUp\",\"chargingStation\":{\"model\":\"Bench\",\"vendorName\":\"Tidegate\"}}");
    accepted.get(20, java.util.concurrent.TimeUnit.SECONDS);
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
    sending = sending.handle((ok, no) -> null).thenCompose(x -> socket.sendText(frame, true));
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      long nanos = System.nanoTime();
      String frame = text.toString();
      text.setLength(0);
      received(frame, nanos);
    }
    from.request(1);
    return null;
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
