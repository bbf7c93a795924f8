package io.tidegate.charging.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
import io.tidegate.api.site.StationQuirks.ProfileKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which stations the descriptors meet, and what they say of them. */
class VendorsTest {
  private static final Path SHIPPED = Path.of("src/main/resources", Vendors.FOLDER);
  @TempDir Path home;

  private Vendors vendors() throws IOException {
    TreeMap<String, byte[]> shipped = new TreeMap<>();
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.toList()) {
        shipped.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return new Vendors(new Shelf<>(Descriptor::read).filled(shipped, home, Vendors.OWN));
  }

  private static StationMake make(String vendor, String model, String firmware) {
    return new StationMake(new StationId("CS01"), vendor, model, firmware);
  }

  @Test
  void everyShippedDescriptorIsSoundAndNamesItsSource() throws IOException {
    assertThat(vendors().execute().getStatus()).isEqualTo(Result.Status.OK);
    try (Stream<Path> files = Files.list(SHIPPED)) {
      assertThat(files)
          .hasSizeGreaterThanOrEqualTo(6)
          .allSatisfy(f -> assertThat(Files.readString(f)).contains("# Source: https://"));
    }
  }

  @Test
  void knowsNothingOfAPlainStation() throws IOException {
    assertThat(vendors().of(make("vendor", "model", "1"))).isEqualTo(StationQuirks.NONE);
    assertThat(vendors().of(make("", "", ""))).isEqualTo(StationQuirks.NONE);
  }

  @Test
  void meetsTheMakesThatItNames() throws IOException {
    Vendors vendors = vendors();
    assertThat(vendors.of(make("Autel", "MaxiCharger AC", "1")).profileKind())
        .isEqualTo(ProfileKind.ABSOLUTE);
    assertThat(vendors.of(make("Easee", "Home", "")).names()).hasSize(1);
    StationQuirks pulsar = vendors.of(make("Wall Box Chargers", "PLP1-0-2-4", "6.7.38"));
    assertThat(pulsar.profileKind()).isEqualTo(ProfileKind.RELATIVE);
    assertThat(pulsar.limitUnit()).contains(LimitUnit.A);
    assertThat(pulsar.meterValues()).isTrue();
    StationQuirks pro = vendors.of(make("Wall Box Chargers", "PPR1-0-2-4", "6.11.16"));
    assertThat(pro.names()).hasSize(2);
    assertThat(pro.meterValues()).isFalse();
    assertThat(pro.bootsOnReconnect()).isFalse();
    assertThat(pro.limitUnit()).as("of the one beneath").contains(LimitUnit.A);
    assertThat(vendors.of(make("Wall Box Chargers", "PPR1-0-2-4", "5.1")).meterValues()).isTrue();
    assertThat(vendors.of(make("Wall Box Chargers", "CPB1-S-2-4", "6.7.38")).callSpacing())
        .isEqualTo(Duration.ofMillis(500));
    StationQuirks goE = vendors.of(make("go-e", "go-eCharger_V4", "055.5"));
    assertThat(goE.numberPhases()).isFalse();
    assertThat(goE.limitUnit()).contains(LimitUnit.A);
    assertThat(vendors.of(make("EFR GmbH", "SECC", "")).limitUnit()).contains(LimitUnit.W);
  }

  @Test
  void anOperatorsDescriptorWinsAndMayNameAStation() throws IOException {
    Files.writeString(
        home.resolve("mine.yaml"),
        "quirk: ours\nmatch: {stations: [CS01]}\nprofileKind: absolute\nminLimitA: 8\n"
            + "tolerant: true\nnegativeLimit: false\n");
    StationQuirks quirks = vendors().of(make("Wall Box Chargers", "PLP1", "6"));
    assertThat(quirks.profileKind()).isEqualTo(ProfileKind.ABSOLUTE);
    assertThat(quirks.minLimitA()).isEqualTo(8);
    assertThat(quirks.tolerant()).isTrue();
    assertThat(quirks.negativeLimit()).isFalse();
    assertThat(quirks.names()).endsWith("ours");
    assertThat(vendors().of(new StationMake(new StationId("CS02"), "vendor", "model", "")))
        .isEqualTo(StationQuirks.NONE);
  }

  @Test
  void aBrokenDescriptorIsRedAndTheOthersHold() throws IOException {
    Files.write(
        home.resolve("bad.yaml"),
        "quirk: bad\nmatch: {vendor: x}\nprofilKind: relative\n".getBytes(StandardCharsets.UTF_8));
    Vendors vendors = vendors();
    assertThat(vendors.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(vendors.execute().toString()).contains("config/vendors/bad.yaml:3", "profilKind");
    assertThat(vendors.of(make("x", "", "")).names()).isEmpty();
    assertThat(vendors.of(make("Autel", "", "")).names()).hasSize(1);
  }
}
