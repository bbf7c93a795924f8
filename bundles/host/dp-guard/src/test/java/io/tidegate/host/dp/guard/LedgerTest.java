package io.tidegate.host.dp.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.release.Health;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.ReleaseRange;
import io.tidegate.codec.release.Requires;
import io.tidegate.codec.release.SignedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant AT = Instant.parse("2026-11-22T03:00:00Z");

  @TempDir Path folder;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = new Ledger(folder.resolve("dp-guard"));
  }

  private static Manifest manifest(long counter) {
    return new Manifest(
        "acme",
        "tidegate-kura",
        "1.0." + counter,
        counter,
        1,
        AT,
        new Requires(
            17, List.of(), List.of(), List.of(new ReleaseRange("core", 2, Long.MAX_VALUE))),
        List.of(),
        List.of(),
        Health.DEFAULT,
        Optional.empty());
  }

  @Test
  void remembersWhatWasLetIn() throws IOException {
    ledger.accept(manifest(3), "d3", AT);
    ledger.accept(manifest(2), "d2", AT.plusSeconds(1));
    Ledger.Entry entry = new Ledger(folder.resolve("dp-guard")).entries().get("acme");
    assertThat(entry.digest()).isEqualTo("d2");
    assertThat(entry.at()).isEqualTo(AT.plusSeconds(1));
    assertThat(entry.confirmed().present()).isEqualTo(2);
    assertThat(entry.confirmed().highest()).isEqualTo(3);
    assertThat(entry.confirmed().floor()).isEqualTo(1);
    assertThat(entry.confirmed().requires())
        .containsExactly(new ReleaseRange("core", 2, Long.MAX_VALUE));
  }

  @Test
  void forgetsNoCounterWhenAPackageIsRemoved() throws IOException {
    ledger.accept(manifest(3), "d3", AT);
    ledger.drop("acme");
    ledger.drop("unknown");
    assertThat(ledger.entries()).containsOnlyKeys("acme");
    assertThat(ledger.entries().get("acme").confirmed().present()).isZero();
    assertThat(ledger.entries().get("acme").confirmed().highest()).isEqualTo(3);
  }

  @Test
  void keepsRoots() throws IOException {
    TreeMap<Integer, SignedDocument> roots = new TreeMap<>();
    roots.put(2, new SignedDocument(new byte[] {1}, new byte[] {2}));
    ledger.keep(roots);
    assertThat(ledger.roots()).isEqualTo(roots);
  }

  @Test
  void saysWhichFileIsDamaged() throws IOException {
    ledger.accept(manifest(3), "d3", AT);
    Files.writeString(folder.resolve("dp-guard/acme.release"), "present=x\n");
    assertThatThrownBy(ledger::entries).hasMessageContaining("acme.release is damaged");
  }
}
