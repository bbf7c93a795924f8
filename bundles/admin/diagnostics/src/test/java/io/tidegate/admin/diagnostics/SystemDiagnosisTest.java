package io.tidegate.admin.diagnostics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Peer;
import io.tidegate.api.connection.Switchboard;
import io.tidegate.api.operation.HealthBoard.Check;
import io.tidegate.api.operation.HealthBoard.Health;
import io.tidegate.api.operation.HealthBoard.Status;
import io.tidegate.api.quantity.StationId;
import io.tidegate.codec.pseudonym.Pseudonym;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

class SystemDiagnosisTest {
  @TempDir Path home;
  private SystemDiagnosis diagnosis;

  @BeforeEach
  void build() {
    Health health =
        new Health(
            Status.CRITICAL, List.of(new Check("site", Status.CRITICAL, "site.yaml line 3")));
    diagnosis = new SystemDiagnosis(context(), () -> health, sections());
  }

  @Test
  void tellsWhatItKnowsWhenTheControlLoopAndJournalAreNotThere() {
    assertThat(diagnosis.text())
        .contains("== health ==", "status: CRITICAL", "message=site.yaml line 3")
        .contains("== sessions ==\nthe control loop is not running")
        .contains("== journal ==\nno journal is running")
        .contains("usableMiB: ", "heapUsedMiB: ", "openFiles: ", "home: " + home);
    assertThat(diagnosis.json())
        .contains("\"status\" : \"CRITICAL\"", "\"sessions\" : \"the control loop");
  }

  @Test
  void showsTheLastWarningsWithoutIdTokens() throws IOException {
    Path log = Files.createDirectories(home.resolve("log")).resolve("tidegate.log");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      lines.append("12:00:00 INFO io.tidegate routine ").append(i).append('\n');
      lines.append("12:00:01 WARN io.tidegate idToken=SECRETCARD number ").append(i).append('\n');
    }
    Files.writeString(log, lines);
    String text = diagnosis.text();
    assertThat(text).contains("number 4999", "number 4950", "idToken=id~");
    assertThat(text).doesNotContain("SECRETCARD", "routine", "number 4949\n");
  }

  @Test
  void listsStationsOfEveryTransport() {
    diagnosis.bindSwitchboard(
        new Switchboard() {
          @Override
          public String listening() {
            return "ws://127.0.0.1:9000/";
          }

          @Override
          public List<Line> lines() {
            Peer peer = new Peer(new StationId("CS01"), 7, "ocpp2.0.1", "127.0.0.1:5555", 1);
            return List.of(new Line(peer, "dialect 0.1.0", 0, 1, 10, 20));
          }
        });
    assertThat(diagnosis.text())
        .contains("station=CS01  connection=7  subprotocol=ocpp2.0.1", "ws://127.0.0.1:9000/");
  }

  @Test
  void saysWhichSectionCouldNotBeReadAndGivesTheOthers() {
    Path missing = home.resolve("missing");
    home = missing;
    build();
    assertThat(diagnosis.text())
        .contains("== disk ==\ncould not be read: ", "== memory and threads ==\nheapUsedMiB: ");
  }

  private static Sections sections() {
    return new Sections(new Trust(), new Vehicles(), new Releases());
  }

  @Test
  void packsOneBoundedArchiveWithoutAnythingThatIsNobodysBusiness() throws IOException {
    Path log = Files.createDirectories(home.resolve("log"));
    Path config = Files.createDirectories(home.resolve("config/keys")).getParent();
    Files.writeString(config.resolve("idtokens.txt"), "# ours\nGUEST7788 ISO14443\n");
    Files.writeString(config.resolve("x.cfg"), "# note\nport=9000\nadmin.password=hunter22\n");
    Files.writeString(config.resolve("keys/server.pem"), "-----BEGIN PRIVATE KEY-----\nMIIE\n");
    Files.writeString(config.resolve("keys/DE8AACA2B3C4D51.pem"), "x");
    Files.writeString(config.resolve("GUEST7788.cfg"), "port=1\n");
    Files.writeString(log.resolve("GUEST-7788.log"), "a log of somebody's\n");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(log.resolve("tidegate.2026-01-01.0.log.gz")))) {
      out.write("older WARN GUEST7788 was here\n".getBytes(UTF_8));
    }
    StringBuilder lines = new StringBuilder();
    while (lines.length() < SupportArchive.MOST) {
      lines.append("INFO EVSE E01: vehicle WDB1234567F000001 ").append(lines.length()).append('\n');
    }
    Files.writeString(log.resolve("tidegate.log"), lines.append("the end\n"));
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    diagnosis.archive(first);
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(first.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    }
    assertThat(first.size()).isLessThan(20 << 20);
    assertThat(entries.keySet())
        .containsExactly(
            "README.txt",
            "diag.txt",
            "diag.json",
            "config/" + Pseudonym.of("GUEST7788") + ".cfg",
            "config/x.cfg",
            "log/tidegate.log",
            "log/tidegate.2026-01-01.0.log",
            "log/" + Pseudonym.of("GUEST7788") + ".log");
    assertThat(entries.get("config/x.cfg")).isEqualTo("port=9000\nadmin.password=***\n");
    assertThat(entries.get("log/tidegate.log")).endsWith("the end\n").contains("vehicle id~");
    assertThat(entries.get("log/tidegate.2026-01-01.0.log"))
        .isEqualTo("older WARN " + Pseudonym.of("GUEST7788") + " was here\n");
    assertThat(String.join("", entries.values()))
        .doesNotContain("GUEST7788", "WDB1234567F000001", "DE8AACA2B3C4D51", "hunter22", "MIIE");
  }

  private BundleContext context() {
    Bundle bundle =
        proxy(
            Bundle.class,
            (name, argument) ->
                switch (name) {
                  case "getVersion" -> new Version(0, 1, 0);
                  case "getSymbolicName" -> "io.tidegate.x";
                  case "getState" -> Bundle.ACTIVE;
                  case "getBundleId" -> 1L;
                  case "compareTo" -> 0;
                  default -> null;
                });
    return proxy(
        BundleContext.class,
        (name, argument) ->
            switch (name) {
              case "getProperty" -> "tidegate.home".equals(argument) ? home.toString() : null;
              case "getBundle" -> bundle;
              case "getBundles" -> new Bundle[] {bundle};
              default -> null;
            });
  }

  private static <T> T proxy(
      Class<T> type, java.util.function.BiFunction<String, Object, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                answers.apply(method.getName(), arguments == null ? null : arguments[0])));
  }
}
