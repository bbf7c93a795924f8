package io.tidegate.admin.release.tool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ten attacks on a release, as somebody with the archive in hand would make them. */
class TenAttacksTest {
  @TempDir static Path folder;
  private static Bench bench;

  @BeforeAll
  static void prepare() throws Exception {
    bench = new Bench(folder);
    bench.prepare();
    bench.release("good.dp", 4, "--hardware-profile acme-200");
    bench.good("verify good.dp --root root.json --confirmed tidegate-site:3");
  }

  private static void refused(String code, String file) {
    refused(code, file, "");
  }

  private static void refused(String code, String file, String options) {
    Bench.Ran ran =
        bench.run(
            "verify " + file + " --root root.json --confirmed tidegate-site:3 --json " + options);
    assertThat(ran.out()).contains("\"good\":false,\"code\":\"" + code + "\"");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isEqualTo(1);
  }

  @Test
  void wrongKey() {
    bench.release("x1.dp", 5, "");
    bench.good(
        "build -o x1.dp --name tidegate-site --version 1 --counter 5 --expires 2028-01-01 --bundles bundles");
    bench.good("sign x1.dp --key stranger.pem --key root.pem --key permit.pem");
    refused("WRONG_KEY", "x1.dp");
  }

  @Test
  void tooFewSignatures() {
    bench.good(
        "build -o x2.dp --name tidegate-site --version 1 --counter 5 --expires 2028-01-01 --bundles bundles");
    refused("UNSIGNED", "x2.dp");
    bench.good("sign x2.dp --key a.pem --key a.pem --key stranger.pem");
    refused("TOO_FEW_SIGNATURES", "x2.dp");
  }

  @Test
  void replayOfAnOlderOne() {
    bench.release("x3.dp", 2, "");
    refused("REPLAYED", "x3.dp");
    refused("REPLAYED", "good.dp", "--confirmed tidegate-site:4");
  }

  @Test
  void expired() {
    refused("EXPIRED", "good.dp", "--at 2028-01-01");
    refused("EXPIRED", "good.dp", "--at 2031-01-01T00:00:00Z");
  }

  @Test
  void mixAndMatch() throws Exception {
    bench.jar("others/one.jar", "com.acme.one", "2.0.0", "");
    bench.jar("others/two.jar", "com.acme.two", "2.0.0", "");
    bench.good(
        "build -o other.dp --name tidegate-site --version 2 --counter 5 --expires 2028-01-01 --bundles others");
    bench.good("sign other.dp --key a.pem,b.pem");
    Map<String, byte[]> mixed = bench.entries("good.dp");
    mixed.put("release.json", bench.entries("other.dp").get("release.json"));
    bench.zip("x5.dp", mixed);
    refused("TAMPERED", "x5.dp");
    mixed.put("release.sig.json", bench.entries("other.dp").get("release.sig.json"));
    bench.zip("x5.dp", mixed);
    refused("BAD_ENTRY", "x5.dp");
    bench.release("x5.dp", 4, "--needs acme-quirks:5-7");
    refused("MIXED", "x5.dp");
    refused("MIXED", "x5.dp", "--confirmed acme-quirks:8");
    bench.good("verify x5.dp --root root.json --confirmed acme-quirks:6");
  }

  @Test
  void truncated() throws Exception {
    byte[] whole = Files.readAllBytes(folder.resolve("good.dp"));
    for (int length :
        new int[] {0, 1, 100, whole.length / 2, whole.length - 22, whole.length - 1}) {
      Files.write(folder.resolve("x6.dp"), Arrays.copyOf(whole, length));
      refused("TRUNCATED", "x6.dp");
    }
  }

  @Test
  void bundleSwapped() throws Exception {
    Map<String, byte[]> entries = bench.entries("good.dp");
    bench.jar("evil.jar", "com.acme.two", "1.0.0", "blue-green");
    entries.put("bundles/com.acme.two-1.0.0.jar", Files.readAllBytes(folder.resolve("evil.jar")));
    bench.zip("x7.dp", entries);
    refused("TAMPERED", "x7.dp");
    entries = bench.entries("good.dp");
    String json = new String(entries.get("release.json"), UTF_8);
    entries.put("release.json", json.replace("\"counter\": 4", "\"counter\": 40").getBytes(UTF_8));
    bench.zip("x7.dp", entries);
    refused("TAMPERED", "x7.dp");
  }

  @Test
  void pathTraversal() throws Exception {
    for (String name : new String[] {"../../etc/cron.d/x", "/etc/x", "bundles/..\\x", "C:x.jar"}) {
      Map<String, byte[]> entries = bench.entries("good.dp");
      entries.put(name, new byte[1]);
      bench.zip("x8.dp", entries);
      refused("BAD_ENTRY", "x8.dp");
    }
    Map<String, byte[]> entries = bench.entries("good.dp");
    entries.put("bundles/com.acme.twx-1.0.0.jar", new byte[1]);
    bench.zip("x8.dp", entries);
    refused("BAD_ENTRY", "x8.dp");
    String twice =
        new String(Files.readAllBytes(folder.resolve("x8.dp")), ISO_8859_1)
            .replace("com.acme.twx", "com.acme.two");
    Files.write(folder.resolve("x8.dp"), twice.getBytes(ISO_8859_1));
    refused("BAD_ENTRY", "x8.dp");
  }

  @Test
  void oversized() throws Exception {
    Map<String, byte[]> entries = bench.entries("good.dp");
    entries.put("release.json", " ".repeat(2 << 20).getBytes(UTF_8));
    bench.zip("x9.dp", entries);
    refused("OVERSIZED", "x9.dp");
    entries = bench.entries("good.dp");
    for (int i = 0; i < 1000; i++) {
      entries.put("bundles/x" + i + ".jar", new byte[0]);
    }
    bench.zip("x9.dp", entries);
    refused("OVERSIZED", "x9.dp");
    entries = bench.entries("good.dp");
    entries.put("bundles/com.acme.two-1.0.0.jar", new byte[30 << 20]);
    bench.zip("x9.dp", entries);
    refused("OVERSIZED", "x9.dp");
  }

  @Test
  void wrongProduct() {
    refused("WRONG_PRODUCT", "good.dp", "--product tidegate-fleet");
    refused("WRONG_PRODUCT", "good.dp", "--hardware-profile acme-300");
    refused("WRONG_PRODUCT", "good.dp", "--java 16");
  }
}
