package io.tidegate.itests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Await;
import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types, and what comes back: words and exit codes. */
class CommandLineIT {
  private static final String ESCAPE = "\u001b";

  @TempDir Path folder;

  @Test
  void showsTheSiteAndTellsRedFromAbsent() throws Exception {
    Home home = Home.in(folder).set("io.tidegate.core.clock/source=assumed");
    int meterPort = Home.freePorts(1)[0];
    Depot.configure(home, meterPort);
    Gateway.Ended absent = ask("status", home);
    assertThat(absent.code()).isEqualTo(3);
    assertThat(absent.output()).contains("no gateway runs on " + home.folder());

    try (Gateway gateway = Gateway.start(home);
        Depot depot = new Depot(home, meterPort)) {
      gateway.awaitReady();
      depot.start();
      depot.plugIn(1, 55);
      depot.await("EV1 charges", Duration.ofSeconds(20), s -> s.charging() == 1);
      Instant now = Instant.now();
      assertThat(gateway.rest().command("cap", 5_000, now, now.plusSeconds(300)).status())
          .isEqualTo(202);
      Await.until("nothing is red", Gateway.PATIENCE, () -> ask("health", home).code() == 0);
      Gateway.Ended green = ask("status", home);
      assertThat(green.code()).as(green.output()).isZero();
      assertThat(green.output())
          .contains("System test  ", "import cap 60.0 kW   export cap 40.0 kW")
          .containsPattern("(?m)^T1 +transformer +(about )?[0-9.]+ kW +38\\.0 kW")
          .containsPattern("(?m)^E01 +CS01 +online +\\S+ +5[0-9] % +[0-9.]+ kW +[0-9.]+ kW +\\S+")
          .containsPattern("(?m)^E02 +CS02 +online +- +- ")
          .containsPattern("(?m)^cap +dms +grid-emergency +vehicle-power +site +5\\.0 kW +active")
          .doesNotContain(ESCAPE);
      assertThat(ask("diag", home).code()).isZero();

      depot.meterGone();
      Await.until("the meter is red", Gateway.PATIENCE, () -> ask("status", home).code() == 1);
      assertThat(ask("status", home).output()).containsPattern("(?m)^red +meter grid: ");
      assertThat(ask("diag", home, "--all").code()).isEqualTo(1);
      gateway.terminate(Duration.ofSeconds(20));
    }
    assertThat(ask("health", home).code()).isEqualTo(3);
    assertThat(ask("diag", home, "--all").code()).isEqualTo(3);
  }

  private static Gateway.Ended ask(String command, Home home, String... options) throws Exception {
    String[] words = new String[options.length + 3];
    words[0] = command;
    System.arraycopy(options, 0, words, 1, options.length);
    words[words.length - 2] = "--home";
    words[words.length - 1] = home.folder().toString();
    return Gateway.run(words);
  }

  @Tag("long")
  @Test
  void describesOneCommandReadsInputAndNamesAFileThatIsNotThere() throws Exception {
    Gateway.Ended run = Gateway.run("help", "run");
    assertThat(run.code()).isZero();
    assertThat(run.output()).startsWith("tidegate run --home DIR").doesNotContain("optimise");
    Gateway.Ended all = Gateway.run("help");
    assertThat(all.output()).contains("tidegate status", "optimise", "arbitrate", "journal", "exi");
    assertThat(all.output()).doesNotContain("not available", ESCAPE);
    Gateway.Ended optimise = Gateway.run("help", "optimise");
    assertThat(optimise.output()).startsWith("usage: tidegate optimise");

    Gateway.Ended sign = Gateway.run("help", "release", "sign");
    assertThat(sign.output()).startsWith("tidegate release sign FILE --key KEY");
    assertThat(Gateway.run("release", "sign", "--help")).isEqualTo(sign);
    Gateway.Ended wrong = Gateway.run("updates", "--colour", "red");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.output())
        .contains("unknown option '--colour'", "usage: tidegate updates [show|watch|");

    Gateway.Ended decoded = Gateway.pipe("804080\n8040\n", "exi", "decode");
    assertThat(decoded.code()).as(decoded.output()).isEqualTo(1);
    List<String> lines = decoded.output().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).startsWith("{\"error\":").endsWith("\"line\":2}");
    Gateway.Ended encoded = Gateway.pipe(lines.get(0), "exi", "encode");
    assertThat(encoded).isEqualTo(new Gateway.Ended(0, "804080\n"));

    String nowhere = folder.resolve("nowhere.yaml").toString();
    Gateway.Ended missing = Gateway.run("optimise", "--site", nowhere, "--prices", nowhere);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.output().strip())
        .isEqualTo("tidegate optimise: there is no file " + nowhere);
    missing = Gateway.run("arbitrate", "--site", nowhere);
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.output().strip())
        .isEqualTo("tidegate arbitrate: there is no file " + nowhere);
  }
}
