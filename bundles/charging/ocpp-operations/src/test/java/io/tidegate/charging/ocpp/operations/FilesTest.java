package io.tidegate.charging.ocpp.operations;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.stream.ChunkedNioFile;
import io.tidegate.api.control.StationCommands.Fate;
import io.tidegate.api.control.StationCommands.Told;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
  private static final String UPDATE = "/api/v1/stations/CS01/firmware";
  private static final String LOGS = "/api/v1/stations/CS01/logs";
  private static final Map<String, String> CONFIG =
      Map.of("files.port", "0", "firmware.max.mib", "1", "log.max.mib", "1", "log.keep", "2");

  private final HttpClient http = HttpClient.newHttpClient();
  private final byte[] bytes = new byte[300_000];
  @TempDir Path home;
  private Depot depot;

  @BeforeEach
  void open() {
    new Random(1).nextBytes(bytes);
    depot = new Depot(home, "ocpp2.0.1", CONFIG);
  }

  @AfterEach
  void close() {
    depot.close();
  }

  private String add() throws Exception {
    Depot.Answer answer =
        depot.ask("POST", "/api/v1/firmware?name=../a%20b.bin", "application/octet-stream", bytes);
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().text("id").orElseThrow();
  }

  private Json update(String firmware, String more) throws Exception {
    Depot.Answer answer =
        depot.post(UPDATE, "{\"firmware\":\"" + firmware + "\",\"force\":true" + more + "}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return depot.last("UpdateFirmware");
  }

  private HttpResponse<byte[]> fetch(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private int put(String url, byte[] content) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url))
                .PUT(BodyPublishers.ofByteArray(content))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private void says(String action, int request, String status) {
    depot.says(action, "{\"requestId\":" + request + ",\"status\":\"" + status + "\"}");
  }

  private String outcome(String path) throws Exception {
    return depot.get(path).json().children("attempts").get(0).text("outcome").orElseThrow();
  }

  @Test
  void servesAStationTheFirmwareItWasAskedToInstall() throws Exception {
    Signer maker = new Signer("SHA256withECDSA", Duration.ofDays(1));
    String id = add();
    assertThat(depot.post(UPDATE, "{\"firmware\":\"" + id + "\",\"force\":true}").body())
        .contains("NOT_SIGNED");
    String signature =
        Json.object(
            json -> {
              json.writeStringField("signingCertificate", maker.certificate);
              try {
                json.writeStringField("signature", maker.sign(bytes));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    assertThat(depot.post("/api/v1/firmware/" + id + "/signature", signature).status())
        .isEqualTo(200);
    Json asked = update(id, "");
    Json firmware = asked.child("firmware");
    assertThat(firmware.text("signingCertificate")).hasValue(maker.certificate);
    String url = firmware.text("location").orElseThrow();
    assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+/[\\w-]{32}/\\.\\._a_20b\\.bin");
    assertThat(fetch(url).body()).isEqualTo(bytes);
    HttpResponse<byte[]> rest = fetch(url, "Range", "bytes=299990-");
    assertThat(rest.statusCode()).isEqualTo(206);
    assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(bytes, 299_990, 300_000));
    assertThat(rest.headers().firstValue("Content-Range")).hasValue("bytes 299990-299999/300000");
    assertThat(fetch(url, "Range", "bytes=300000-").statusCode()).isEqualTo(416);
    int request = asked.integer("requestId").orElseThrow();
    for (String status : List.of("Downloading", "Downloaded", "SignatureVerified", "Installed")) {
      assertThat(outcome(UPDATE)).isEqualTo("running");
      says("FirmwareStatusNotification", request, status);
    }
    assertThat(outcome(UPDATE)).isEqualTo("done");
    assertThat(fetch(url).statusCode()).as("after its end").isEqualTo(404);
    assertThat(depot.component.execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void saysWhenAStationHasNotInstalledItsFirmware() throws Exception {
    Json asked = update(add(), ",\"unsigned\":true");
    int request = asked.integer("requestId").orElseThrow();
    says("FirmwareStatusNotification", request + 1, "Installed");
    assertThat(outcome(UPDATE)).as("of another request").isEqualTo("running");
    says("FirmwareStatusNotification", request, "InstallationFailed");
    assertThat(outcome(UPDATE)).isEqualTo("failed");
    assertThat(depot.component.execute().toString()).contains("CS01", "InstallationFailed");
  }

  @Test
  void goesOnWithAnUpdateAfterARestart() throws Exception {
    Json asked = update(add(), ",\"unsigned\":true");
    String path = URI.create(asked.child("firmware").text("location").orElseThrow()).getPath();
    depot
        .component
        .said(Depot.CS01, "NotifyEvent", "{\"eventData\":[]}")
        .toCompletableFuture()
        .join();
    depot.close();
    depot = new Depot(home, "ocpp2.0.1", CONFIG);
    assertThat(outcome(UPDATE)).isEqualTo("running");
    String published =
        depot
            .post("/api/v1/firmware/" + id() + "/publish", "{}")
            .json()
            .text("location")
            .orElseThrow();
    assertThat(fetch(URI.create(published).resolve(path).toString()).body()).isEqualTo(bytes);
    says("FirmwareStatusNotification", asked.integer("requestId").orElseThrow(), "Installed");
    assertThat(outcome(UPDATE)).isEqualTo("done");
  }

  private String id() throws Exception {
    return depot
        .get("/api/v1/firmware")
        .json()
        .children("firmware")
        .get(0)
        .text("id")
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withECDSA", "SHA256withRSA", "RSASSA-PSS"})
  void checksSignatures(String algorithm) throws Exception {
    Signer maker = new Signer(algorithm, Duration.ofDays(1));
    Path file = Files.write(home.resolve("x.bin"), bytes);
    Path roots = home.resolve("roots.pem");
    Signatures signatures = new Signatures(roots);
    String good = maker.sign(bytes);
    assertThat(signatures.problem(file, maker.certificate, good)).isEmpty();
    assertThat(signatures.problem(file, maker.certificate, maker.sign(new byte[3])))
        .contains("not this firmware's");
    assertThat(signatures.problem(file, "no certificate", good)).contains("cannot be used");
    Files.writeString(roots, new Signer("SHA256withECDSA", Duration.ofDays(1)).certificate);
    assertThat(signatures.problem(file, maker.certificate, good)).contains("leads to no authority");
    Signer late = new Signer("SHA256withECDSA", Duration.ofDays(-1));
    assertThat(
            new Signatures(home.resolve("none")).problem(file, late.certificate, late.sign(bytes)))
        .contains("cannot be used");
  }

  @Test
  void keepsAFirmwareOnceAndRefusesWhatIsTooLongOrAnother() throws Exception {
    String id = add();
    assertThat(add()).isEqualTo(id);
    assertThat(depot.get("/api/v1/firmware").json().children("firmware")).hasSize(1);
    String path = "/api/v1/firmware?sha256=" + "0".repeat(64);
    assertThat(depot.ask("POST", path, "application/octet-stream", bytes).body())
        .contains("WRONG_CHECKSUM");
    byte[] large = new byte[1_024 * 1_024 + 1];
    assertThat(depot.ask("POST", "/api/v1/firmware", "application/octet-stream", large).status())
        .isEqualTo(413);
    assertThat(depot.ask("DELETE", "/api/v1/firmware/" + id, "").status()).isEqualTo(200);
    assertThat(depot.ask("DELETE", "/api/v1/firmware/..", "").status()).isEqualTo(404);
    try (var files = Files.list(home.resolve("data/firmware"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void fetchesAFirmwareOnceForAllStations() throws Exception {
    HttpServer maker =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    maker.createContext(
        "/fw.bin",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    maker.start();
    try {
      String base = "http://127.0.0.1:" + maker.getAddress().getPort();
      Depot.Answer answer = depot.post("/api/v1/firmware", "{\"url\":\"" + base + "/fw.bin\"}");
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      assertThat(answer.json().text("name")).hasValue("fw.bin");
      String path = "/api/v1/firmware/" + answer.json().text("id").orElseThrow() + "/publish";
      String url = depot.post(path, "{}").json().text("location").orElseThrow();
      assertThat(fetch(url).body()).isEqualTo(bytes);
      assertThat(depot.ask("DELETE", path, "").status()).isEqualTo(200);
      assertThat(fetch(url).statusCode()).isEqualTo(404);
      assertThat(depot.post("/api/v1/firmware", "{\"url\":\"" + base + "/none\"}").body())
          .contains("NOT_FETCHED");
      assertThat(depot.post("/api/v1/firmware", "{\"url\":\"file:///etc/passwd\"}").status())
          .isEqualTo(422);
    } finally {
      maker.stop(0);
    }
  }

  private String logUrl() throws Exception {
    Depot.Answer answer = depot.post(LOGS, "{}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return depot.last("GetLog").child("log").text("remoteLocation").orElseThrow();
  }

  @Test
  void takesALogOnceAndShowsIt() throws Exception {
    String url = logUrl();
    assertThat(put(url, "all is well".getBytes(US_ASCII))).isEqualTo(201);
    assertThat(outcome(LOGS)).isEqualTo("done");
    assertThat(put(url, "once more".getBytes(US_ASCII))).isEqualTo(404);
    String file = depot.get(LOGS).json().children("attempts").get(0).text("file").orElseThrow();
    assertThat(depot.get(LOGS + "/" + file).body()).isEqualTo("all is well");
    for (String wrong : List.of("..", "x.log", file + ".part", "%2e%2e", "diagnostics-1.log")) {
      assertThat(depot.get(LOGS + "/" + wrong).status()).as(wrong).isEqualTo(404);
    }
  }

  @Test
  void cutsALogThatIsLongerThanItMayBe() throws Exception {
    String url = logUrl();
    byte[] large = new byte[1_024 * 1_024 + 1];
    URI place = URI.create(url);
    try (Socket socket = new Socket("127.0.0.1", place.getPort())) {
      socket.setSoTimeout(30_000);
      String header = "PUT " + place.getPath() + " HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n";
      socket.getOutputStream().write(header.getBytes(US_ASCII));
      socket.getOutputStream().write(new byte[300_000]);
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .as("by its header")
          .startsWith("HTTP/1.1 413");
    }
    HttpRequest chunked =
        HttpRequest.newBuilder(URI.create(url))
            .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
            .build();
    assertThat(statusOrCut(chunked)).as("by what came").isEqualTo(413);
    assertThat(put(url, new byte[10])).as("a try that keeps the rule").isEqualTo(201);
    try (var files = Files.walk(home.resolve("data/logs"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  /** A client that still writes when it is cut may not get to read why. */
  private int statusOrCut(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (java.io.IOException e) {
      return 413;
    }
  }

  @Test
  void keepsTheNewestLogsOfAStationOnly() throws Exception {
    for (int i = 0; i < 4; i++) {
      assertThat(put(logUrl(), new byte[] {1})).isEqualTo(201);
    }
    // what is written after it waits for the clean-up
    depot.says("NotifyEvent", "{\"eventData\":[]}");
    try (var files = Files.walk(home.resolve("data/logs"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2);
    }
  }

  @Test
  void asksAnOld16ForDiagnosticsWhenItKnowsNoGetLog() throws Exception {
    depot.close();
    depot = new Depot(home, "ocpp1.6", CONFIG);
    depot.station =
        (action, payload) ->
            action.equals("GetLog")
                ? new Told(Fate.DECLINED, "NotImplemented: no")
                : new Told(Fate.ANSWERED, "{\"fileName\":\"x.log\"}");
    assertThat(depot.post(LOGS, "{}").status()).isEqualTo(202);
    String url = depot.last("GetDiagnostics").text("location").orElseThrow();
    depot.says("DiagnosticsStatusNotification", "{\"status\":\"Uploading\"}");
    assertThat(put(url, new byte[] {1})).isEqualTo(201);
    assertThat(outcome(LOGS)).isEqualTo("done");
    assertThat(depot.post(LOGS, "{\"log\":\"security\"}").status()).isEqualTo(502);
    String update = "{\"firmware\":\"" + add() + "\",\"force\":true,\"unsigned\":true}";
    depot.station = (action, payload) -> new Told(Fate.ANSWERED, "{}");
    assertThat(depot.post(UPDATE, update).status()).isEqualTo(202);
    assertThat(depot.last("UpdateFirmware").text("retrieveDate")).isPresent();
    depot.says("FirmwareStatusNotification", "{\"status\":\"Installed\"}");
    assertThat(outcome(UPDATE)).isEqualTo("done");
  }

  @Test
  void tellsStrangersNothing() throws Exception {
    String url = logUrl();
    String base = url.substring(0, url.indexOf('/', 8));
    for (String path : List.of("/", "/x", "/../../etc/passwd", "/%2e%2e/x", "//", "/a/b/c")) {
      HttpResponse<byte[]> answer = fetch(base + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).isEmpty();
    }
    assertThat(fetch(url).statusCode()).as("a place for a log is not read").isEqualTo(405);
    String firmware =
        update(add(), ",\"unsigned\":true").child("firmware").text("location").orElseThrow();
    assertThat(put(firmware, new byte[1])).as("firmware is not written").isEqualTo(405);
  }

  @Test
  void leavesWhoeverDoesNotSpeakHttp() throws Exception {
    URI url = URI.create(logUrl());
    try (Socket socket = new Socket("127.0.0.1", url.getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\n\r\n").getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), US_ASCII)).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void leavesRoomOnTheDisk() throws Exception {
    String url = logUrl();
    int all = (int) (Files.getFileStore(home).getTotalSpace() / (1_024 * 1_024));
    depot.component.modified(Map.of("files.port", "0", "disk.free.mib", "" + all));
    assertThat(put(url, new byte[10])).isEqualTo(507);
    Depot.Answer firmware =
        depot.ask("POST", "/api/v1/firmware", "application/octet-stream", bytes);
    assertThat(firmware.status()).isEqualTo(507);
    assertThat(firmware.body()).contains("disk.free.mib");
    depot.component.modified(Map.of("files.port", "0", "disk.free.mib", "0"));
    assertThat(put(url, new byte[10])).isEqualTo(201);
  }

  /** The line to a station: what it was answered; it takes everything, or nothing. */
  private static final class Line extends ChannelOutboundHandlerAdapter {
    final List<Integer> answers = new ArrayList<>();
    private final boolean takes;

    Line(boolean takes) {
      this.takes = takes;
    }

    @Override
    public void write(ChannelHandlerContext on, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof io.netty.handler.codec.http.HttpResponse answer) {
        answers.add(answer.status().code());
      } else if (message instanceof ChunkedNioFile file) {
        file.close();
      }
      if (takes) {
        promise.setSuccess();
      }
    }
  }

  @Test
  void sendsAStationOneFileAfterTheOther() throws Exception {
    Tickets tickets = new Tickets(Clock.systemUTC());
    Path file = Files.write(home.resolve("fw.bin"), bytes);
    String token = tickets.issue(new Tickets.Download(file, Instant.now().plusSeconds(3_600)));
    for (boolean takes : new boolean[] {true, false}) {
      Line line = new Line(takes);
      EmbeddedChannel channel = new EmbeddedChannel(line, new FileExchange(tickets, () -> 0));
      for (int i = 0; i < 3; i++) {
        channel.writeInbound(
            new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/" + token));
      }
      assertThat(line.answers).isEqualTo(takes ? List.of(200, 200, 200) : List.of(200, 400));
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void listensNowhereBeforeTheFirstFileAndNeverOpenlyWithoutTls() throws Exception {
    depot.component.modified(Map.of("files.host", "0.0.0.0", "files.port", "0"));
    assertThat(depot.post(LOGS, "{}").body()).contains("FILES_NOT_SERVED", "files.tls.keystore");
    depot.component.modified(
        Map.of("files.host", "0.0.0.0", "files.port", "0", "files.plain", "true"));
    assertThat(depot.post(LOGS, "{}").body()).contains("files.url");
    assertThat(depot.sent).isEmpty();
  }

  @Test
  void doesNotAskAnybodyToStopWhileNobodyKnowsWhoIsCharging() throws Exception {
    String body = "{\"firmware\":\"" + add() + "\",\"unsigned\":true}";
    assertThat(depot.post(UPDATE, body).body()).contains("does not say who is charging");
    assertThat(depot.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 10",
    "bytes=90-, 90, 10",
    "bytes=-5, 95, 5",
    "bytes=0-500, 0, 100",
    "items=1-2, 0, 100",
    "'bytes=1-2,4-5', 0, 100",
    "bytes=-, 0, 100"
  })
  void readsRanges(String header, long from, long length) {
    assertThat(Range.of(header, 100)).hasValue(new Range(from, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=9-3", "bytes=-0"})
  void knowsRangesThatAreNotThere(String header) {
    assertThat(Range.of(header, 100)).isEmpty();
  }
}
