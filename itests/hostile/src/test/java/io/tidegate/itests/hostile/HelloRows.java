package io.tidegate.itests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Certificates;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** TLS handshakes that are none, that stall, or that are many (RFC 5246, RFC 8446). */
final class HelloRows {
  private static final int ALERT = 21;
  private static final int FATAL = 2;
  private static final int HANDSHAKE_FAILURE = 40;
  private static final int PROTOCOL_VERSION = 70;
  private static final int STALLED = 200;
  private static final int HERD = 150;
  private static final int ABORTED = 500;

  /** As {@link HostileSite} sets it. */
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(6);

  static final List<SecuredRow> ROWS =
      List.of(
          new SecuredRow("H9", "bytes that are no handshake", HelloRows::noise),
          new SecuredRow("H10", "200 handshakes that stall", HelloRows::stalled),
          new SecuredRow("H12", "old versions of TLS, weak suites", HelloRows::old),
          new SecuredRow("H15", "plain text at the TLS port", HelloRows::plain),
          new SecuredRow(
              "H16", "handshakes by the hundred, most of them cut off", HelloRows::herd));

  private HelloRows() {}

  /** Closed without an answer, or with an alert; nothing else is let out. */
  private static void closed(SecuredScene scene, String source, byte[]... parts) throws Exception {
    try (Attacker attacker = scene.socket(source)) {
      try {
        for (byte[] part : parts) {
          attacker.write(part);
        }
      } catch (IOException e) {
        assertThat(attacker.socket().isClosed()).as("we did not hang up").isFalse();
      }
      byte[] said = attacker.rest();
      assertThat(said.length == 0 || said[0] == ALERT || said[0] == 22)
          .as("TLS or nothing: %s", Arrays.toString(said))
          .isTrue();
      assertThat(new String(said, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
    }
  }

  private static void noise(SecuredScene scene) throws Exception {
    Random random = new Random(16);
    String source = scene.names().source();
    for (int i = 0; i < 10; i++) {
      byte[] body = new byte[16 + random.nextInt(4_000)];
      random.nextBytes(body);
      closed(scene, source, record(3, body));
    }
    // a hello that claims 16 MiB, and a hello within a hello
    closed(scene, source, record(1, new byte[] {1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 3, 3}));
    byte[] hello = hello(3, 0xC02B);
    closed(scene, source, hello, hello);
  }

  private static byte[] record(int minor, byte... body) {
    return ByteBuffer.allocate(5 + body.length)
        .put((byte) 22)
        .put((byte) 3)
        .put((byte) minor)
        .putShort((short) body.length)
        .put(body)
        .array();
  }

  /** A ClientHello without extensions. */
  private static byte[] hello(int minor, int suite) {
    ByteBuffer hello = ByteBuffer.allocate(4 + 41);
    hello.put((byte) 1).put((byte) 0).putShort((short) 41);
    hello.put((byte) 3).put((byte) minor);
    byte[] chance = new byte[32];
    new Random(suite).nextBytes(chance);
    hello.put(chance).put((byte) 0).putShort((short) 2).putShort((short) suite);
    hello.put((byte) 1).put((byte) 0);
    return record(1, hello.array());
  }

  /** What Java says first: a ClientHello to which nothing is wrong. */
  private static byte[] wholeHello(SecuredScene scene) throws Exception {
    SSLEngine engine = Certificates.tls(scene.authority(), null).createSSLEngine("gateway", 0);
    engine.setUseClientMode(true);
    ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), out);
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Some say nothing, some begin, some wait for ever for what they need not: all are reaped. */
  private static void stalled(SecuredScene scene) throws Exception {
    byte[] whole = wholeHello(scene);
    byte[][] beginnings = {{}, {22}, Arrays.copyOf(whole, whole.length / 2), whole};
    List<Attacker> open = new ArrayList<>();
    try {
      for (int i = 0; i < STALLED; i++) {
        Attacker attacker = scene.socket("127.0.0.1");
        open.add(attacker);
        attacker.write(beginnings[i % beginnings.length]);
      }
      long begin = System.nanoTime();
      scene.booted().close();
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .as("before the first of them is reaped")
          .isLessThan(HANDSHAKE_TIMEOUT);
      for (Attacker attacker : open) {
        attacker.awaitEnd();
      }
    } finally {
      for (Attacker attacker : open) {
        attacker.close();
      }
    }
  }

  private static void old(SecuredScene scene) throws Exception {
    String source = scene.names().source();
    for (int minor : new int[] {0, 1, 2}) {
      alerted(scene, source, hello(minor, 0xC02B), PROTOCOL_VERSION);
    }
    scene.event("InvalidTLSVersion", source, 3);
    // no cipher, RC4, CBC, and RSA without forward secrecy
    for (int suite : new int[] {0x0001, 0x0005, 0x002F, 0xC023, 0x009C}) {
      alerted(scene, source, hello(3, suite), HANDSHAKE_FAILURE);
    }
    scene.event("InvalidTLSCipherSuite", source, 5);
    scene.logged(source, () -> alerted(scene, source, hello(3, 0x0005), HANDSHAKE_FAILURE));
  }

  private static void alerted(SecuredScene scene, String source, byte[] hello, int code)
      throws Exception {
    try (Attacker attacker = scene.socket(source)) {
      attacker.write(hello);
      byte[] said = attacker.rest();
      assertThat(said).as("an alert: %s", Arrays.toString(said)).hasSize(7);
      assertThat(said[0]).isEqualTo((byte) ALERT);
      assertThat(said[5]).isEqualTo((byte) FATAL);
      assertThat(said[6]).isEqualTo((byte) code);
    }
  }

  private static void plain(SecuredScene scene) throws Exception {
    String source = scene.names().source();
    byte[] http = SecuredRows.text(Attacker.request("/" + scene.names().identity()));
    byte[] whole = wholeHello(scene);
    closed(scene, source, http);
    closed(scene, source, SecuredRows.text("\r\n"));
    closed(scene, source, new byte[] {(byte) 0x80, 0x2E, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10});
    closed(scene, source, whole, http);
    closed(scene, source, Arrays.copyOf(whole, whole.length - 9), http, new byte[20_000]);
    afterwards(scene, http);
  }

  /** The handshake is done and a station is served; then it forgets to encrypt. */
  private static void afterwards(SecuredScene scene, byte... http) throws Exception {
    String identity = scene.names().identity();
    SSLContext context = Certificates.tls(scene.authority(), scene.certificate(identity));
    try (Attacker below = scene.socket("127.0.0.1")) {
      HostileStation station =
          new HostileStation(SecuredScene.tls(context, below.socket()), scene.version(), identity);
      station.open().boot().alive();
      below.write(http);
      assertThat(new String(below.rest(), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
    }
  }

  /** Bounded work: those who mean it are served, all of them, amid those who do not. */
  private static void herd(SecuredScene scene) throws Exception {
    byte[] whole = wholeHello(scene);
    ExecutorService crowd = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> served = new ArrayList<>();
      for (int i = 0; i < HERD; i++) {
        served.add(
            crowd.submit(
                () -> {
                  scene.booted().close();
                  return null;
                }));
      }
      for (int i = 0; i < ABORTED; i++) {
        try (Attacker attacker = scene.socket("127.0.0.1")) {
          attacker.write(whole);
          attacker.socket().setOption(StandardSocketOptions.SO_LINGER, 0);
        }
      }
      for (Future<?> one : served) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      crowd.shutdownNow();
    }
  }
}
