package io.tidegate.admin.updates.fetch;

import static io.tidegate.admin.updates.fetch.FaultyServer.body;
import static io.tidegate.admin.updates.fetch.FaultyServer.cutAfter;
import static io.tidegate.admin.updates.fetch.FaultyServer.status;
import static io.tidegate.admin.updates.fetch.SecureFetchTest.NO_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.updates.fetch.FetchSettings.Deadlines;
import io.tidegate.api.update.ReleaseSource.OfUri;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server and a network can do to a download, over real connections. */
@Timeout(120)
class FetchTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final FetchSettings USUAL = settings(6, LONG, 0);

  @TempDir Path folder;
  private final byte[] file = bytes(3_000_000);
  private FaultyServer server;
  private Path target;

  @BeforeEach
  void serve() throws IOException {
    server = new FaultyServer(file);
    target = folder.resolve("incoming/release.dp");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static FetchSettings settings(int attempts, Duration idle, long bytesPerSecond) {
    Deadlines deadlines =
        new Deadlines(
            LONG, idle, LONG, Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(5));
    return new FetchSettings(
        bytesPerSecond, 16 << 20, 1 << 20, attempts, deadlines, Optional.empty(), NO_KEY, false);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private OfUri whole() {
    return new OfUri(server.uri(), Map.of(), file.length, sha256(file).toUpperCase());
  }

  /** Nothing is known of it but where it is. */
  private OfUri bare() {
    return new OfUri(server.uri(), Map.of(), -1, "");
  }

  private Fetch fetch(FetchSettings settings, OfUri source) {
    return new Fetch(settings, source, target, Optional::empty);
  }

  private void assertFetched() throws IOException {
    assertThat(target).hasBinaryContent(server.file);
    try (Stream<Path> beside = Files.list(target.getParent())) {
      assertThat(beside).containsExactly(target);
    }
  }

  private UpdateRefusedException refused(FetchSettings settings, OfUri source) {
    AtomicReference<UpdateRefusedException> refusal = new AtomicReference<>();
    assertThatThrownBy(() -> fetch(settings, source).run())
        .isInstanceOfSatisfying(UpdateRefusedException.class, refusal::set);
    assertThat(target).doesNotExist();
    return refusal.get();
  }

  private List<String> ranges() {
    return server.requests.stream().map(r -> String.valueOf(r.getFirst("Range"))).toList();
  }

  @Test
  void fetchesAFileAndLeavesNothingBesideIt() throws Exception {
    Fetch fetch = fetch(USUAL, new OfUri(server.uri(), Map.of("Authorization", "key"), -1, ""));

    assertThat(fetch.run()).isTrue();

    assertFetched();
    assertThat(fetch.percent()).isEqualTo(100);
    assertThat(server.requests.get(0).getFirst("Authorization")).isEqualTo("key");
  }

  @Test
  void goesOnWhereTheConnectionWasCut() throws Exception {
    server.first(cutAfter(1_000_000), cutAfter(500_000));

    assertThat(fetch(USUAL, bare()).run()).isTrue();

    assertFetched();
    assertThat(ranges()).containsExactly("null", "bytes=1000000-", "bytes=1500000-");
    assertThat(server.requests.get(2).getFirst("If-Range")).isEqualTo("\"one\"");
  }

  @Test
  void goesOnAfterARestartWithWhatWasSurelyOnTheDisk() throws Exception {
    server.first(cutAfter(1_000_000), status(503));
    refused(settings(1, LONG, 0), bare());
    Path part = target.resolveSibling("release.dp.part");
    Files.write(part, new byte[5_000], StandardOpenOption.APPEND); // a size without its content

    assertThat(fetch(USUAL, bare()).run()).isTrue();

    assertFetched();
    assertThat(ranges()).last().isEqualTo("bytes=1000000-");
  }

  @Test
  void takesNothingOverFromAnotherOrder() throws Exception {
    server.first(cutAfter(1_000_000), status(503));
    refused(settings(1, LONG, 0), bare());

    OfUri other = new OfUri(URI.create(server.uri() + "?v=2"), Map.of(), -1, "");
    assertThat(fetch(USUAL, other).run()).isTrue();

    assertFetched();
    assertThat(ranges()).last().isEqualTo("null");
  }

  @Test
  void goesOnWithoutAnEntityTagWhenTheDigestIsKnown() throws Exception {
    server.etag = "W/\"weak\"";
    server.first(cutAfter(1_000_000));

    assertThat(fetch(USUAL, whole()).run()).isTrue();

    assertFetched();
    assertThat(ranges()).last().isEqualTo("bytes=1000000-");
    assertThat(server.requests.get(1).getFirst("If-Range")).isNull();
  }

  @Test
  void beginsAnewWithoutAnythingThatNamesTheBytes() throws Exception {
    server.etag = "";
    server.first(cutAfter(1_000_000));

    assertThat(fetch(USUAL, bare()).run()).isTrue();

    assertFetched();
    assertThat(ranges()).containsExactly("null", "null");
  }

  @Test
  void beginsAnewWhenTheFileHasChangedMeanwhile() throws Exception {
    server.first(
        cutAfter(1_000_000),
        (exchange, s) -> {
          s.file = bytes(2_500_000);
          s.etag = "\"two\"";
          s.serve(exchange, 100_000);
        });

    assertThat(fetch(USUAL, bare()).run()).isTrue();

    assertFetched();
    assertThat(ranges()).containsExactly("null", "bytes=1000000-", "bytes=100000-");
  }

  @Test
  void beginsAnewWhenAnotherPartComesThanWasAskedFor() throws Exception {
    server.first(
        cutAfter(1_000_000),
        body(206, new byte[10], "Content-Range", "bytes 0-9/3000000"),
        cutAfter(1_000_000),
        body(206, new byte[10]),
        cutAfter(1_000_000),
        body(206, new byte[10], "Content-Range", "bytes 1000000-1000009/1000010"));

    assertThat(fetch(settings(8, LONG, 0), bare()).run()).isTrue();

    assertFetched();
    assertThat(ranges()).last().isEqualTo("null");
  }

  @Test
  void beginsAnewOnceWhenPartsDoNotFitTogether() throws Exception {
    server.etag = "";
    byte[] right = file.clone();
    server.file = bytes(3_000_001);
    server.file = Arrays.copyOfRange(server.file, 1, 3_000_001);
    server.first(
        (exchange, s) -> {
          s.serve(exchange, 1_000_000);
          s.file = right;
        });

    assertThat(fetch(USUAL, whole()).run()).isTrue();

    assertFetched();
    assertThat(ranges()).containsExactly("null", "bytes=1000000-", "null");
  }

  @Test
  void refusesWhatIsNotTheFileOfTheOrder() {
    String other = sha256(new byte[1]);

    UpdateRefusedException refusal =
        refused(USUAL, new OfUri(server.uri(), Map.of(), file.length, other));

    assertThat(refusal.code()).isEqualTo(UpdateCode.FETCH_FAILED);
    assertThat(refusal).hasMessageContaining("SHA-256");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void refusesAnotherLengthThanTheOrderSays() {
    UpdateRefusedException refusal =
        refused(USUAL, new OfUri(server.uri(), Map.of(), file.length + 1L, ""));

    assertThat(refusal).hasMessageContaining("3000000").hasMessageContaining("3000001");
  }

  @Test
  void seesThroughAContentLengthThatIsTooShort() {
    server.always = body(200, Arrays.copyOf(file, 1_000), "ETag", "\"one\"");

    assertThat(refused(USUAL, whole())).hasMessageContaining("1000");
    OfUri digestOnly = new OfUri(server.uri(), Map.of(), -1, sha256(file));
    assertThat(refused(USUAL, digestOnly)).hasMessageContaining("SHA-256");
  }

  @Test
  void givesUpOnAContentLengthThatNeverComesTrue() {
    server.always =
        (exchange, s) -> {
          exchange.sendResponseHeaders(200, 5_000_000);
          exchange.getResponseBody().write(file);
          exchange.getResponseBody().flush();
        };

    assertThat(refused(settings(3, LONG, 0), bare())).hasMessageContaining("attempts in vain");
    assertThat(server.requests).hasSize(4);
  }

  @Test
  void refusesWhatIsLargerThanAReleaseMayBe() {
    server.always =
        (exchange, s) -> {
          exchange.sendResponseHeaders(200, 0); // chunked: no length
          OutputStream out = exchange.getResponseBody();
          for (int i = 0; i < 10; i++) {
            out.write(file);
          }
        };
    assertThat(refused(USUAL, bare()).code()).isEqualTo(UpdateCode.OVERSIZED);

    server.always = (exchange, s) -> exchange.sendResponseHeaders(200, 20 << 20);
    assertThat(refused(USUAL, bare()).code()).isEqualTo(UpdateCode.OVERSIZED);
  }

  @Test
  void fetchesAFileWhoseLengthIsNotSaid() throws Exception {
    server.always =
        (exchange, s) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(file);
        };

    assertThat(fetch(USUAL, whole()).run()).isTrue();

    assertFetched();
  }

  @Test
  void survivesAStormOfServerErrors() throws Exception {
    server.first(status(503), status(500), status(502), status(504), status(408));

    assertThat(fetch(USUAL, whole()).run()).isTrue();

    assertFetched();
    assertThat(server.requests).hasSize(6);
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws Exception {
    server.first(status(429, "Retry-After", "1"), status(503, "Retry-After", "when it suits you"));
    long begun = System.nanoTime();

    assertThat(fetch(USUAL, whole()).run()).isTrue();

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
    assertFetched();
  }

  @Test
  void givesUpAtOnceOnWhatNoPatienceHelpsAgainst() {
    for (int status : List.of(400, 401, 403, 404, 410, 501, 204, 304)) {
      server.always = status(status);
      server.requests.clear();
      assertThat(refused(USUAL, whole())).hasMessageContaining("" + status);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void leavesAServerThatDripsBytesAndGoesOnLater() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    server.first(
        (exchange, s) -> {
          exchange.getResponseHeaders().set("ETag", s.etag);
          exchange.sendResponseHeaders(200, file.length);
          OutputStream out = exchange.getResponseBody();
          try {
            for (int i = 0; i < 600 && !enough.await(100, TimeUnit.MILLISECONDS); i++) {
              out.write(file[i]);
              out.flush();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThat(fetch(settings(3, Duration.ofSeconds(1), 0), whole()).run()).isTrue();

    enough.countDown();
    assertFetched();
    assertThat(ranges()).last().asString().startsWith("bytes=");
  }

  @Test
  void leavesAServerThatNeverAnswers() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    server.first(
        (exchange, s) -> {
          try {
            var unused = enough.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThat(fetch(settings(3, Duration.ofMillis(300), 0), whole()).run()).isTrue();

    enough.countDown();
    assertFetched();
  }

  @Test
  void givesUpWhenItsTimeIsOver() {
    server.always = status(503, "Retry-After", "3600");
    Deadlines usual = USUAL.deadlines();
    Deadlines brief =
        new Deadlines(
            LONG, LONG, Duration.ofMillis(500), usual.backOffMin(), usual.backOffMax(), LONG);
    FetchSettings hurried =
        new FetchSettings(0, 16 << 20, 1 << 20, 6, brief, Optional.empty(), NO_KEY, false);

    assertThat(refused(hurried, whole()))
        .hasMessageContaining("503")
        .hasMessageContaining("time is over");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void isCancelledWhileNothingComes() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    server.first(
        (exchange, s) -> {
          exchange.sendResponseHeaders(200, file.length);
          exchange.getResponseBody().write(file, 0, 1_000);
          exchange.getResponseBody().flush();
          try {
            var unused = enough.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Fetch fetch = fetch(USUAL, whole());
    AtomicReference<Object> ended = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                ended.set(fetch.run());
              } catch (UpdateRefusedException | InterruptedException e) {
                ended.set(e);
              }
            });
    thread.start();
    while (fetch.size() < 1_000 && thread.isAlive()) {
      Thread.onSpinWait();
    }

    fetch.cancel();
    thread.join(20_000);

    assertThat(ended.get()).isEqualTo(false);
    assertThat(target).doesNotExist();
    Fetch.forget(target);
    assertThat(target.getParent()).isEmptyDirectory();
    enough.countDown();
  }

  @Test
  void asksForNothingWhenTheDiskIsFull() {
    FetchSettings greedy =
        new FetchSettings(
            0, 16 << 20, Long.MAX_VALUE / 2, 3, USUAL.deadlines(), Optional.empty(), NO_KEY, false);

    assertThat(refused(greedy, whole()).code()).isEqualTo(UpdateCode.DISK_FULL);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void keepsToItsBandwidth() throws Exception {
    byte[] small = bytes(300_000);
    server.file = small;
    long begun = System.nanoTime();

    assertThat(fetch(settings(3, LONG, 200_000), bare()).run()).isTrue();

    // what exceeds the first burst of a quarter of a second
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(1_100));
    assertFetched();
  }

  @Test
  void followsRedirectsAndLeavesTheKeyBehindOnTheWayToOthers() throws Exception {
    try (FaultyServer other = new FaultyServer(file)) {
      server.first(
          status(302, "Location", "/elsewhere"), status(307, "Location", other.uri().toString()));

      OfUri source = new OfUri(server.uri(), Map.of("Authorization", "key"), -1, "");
      assertThat(fetch(USUAL, source).run()).isTrue();

      assertFetched();
      assertThat(server.requests).allMatch(r -> r.containsKey("Authorization"));
      assertThat(other.requests).hasSize(1).noneMatch(r -> r.containsKey("Authorization"));
    }
  }

  @Test
  void followsNoRedirectForEverAndNoneToAnywhereElse() {
    server.always = status(301, "Location", "/again");
    assertThat(refused(USUAL, bare())).hasMessageContaining("5 times");
    assertThat(server.requests).hasSize(6);

    for (String place :
        List.of("file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/")) {
      server.always = status(301, "Location", place);
      assertThat(refused(USUAL, bare())).hasMessageContaining("http");
    }
  }

  @Test
  void refusesAnAnswerThatIsCompressed() {
    server.always = body(200, new byte[10], "Content-Encoding", "gzip");

    assertThat(refused(USUAL, bare())).hasMessageContaining("compresses");
  }

  @Test
  void sendsNoHeaderThatWouldChangeTheRequest() {
    OfUri source = new OfUri(server.uri(), Map.of("Host", "secret.example"), -1, "");

    assertThat(refused(USUAL, source)).hasMessageNotContaining("secret");
    assertThat(server.requests).isEmpty();
  }
}
