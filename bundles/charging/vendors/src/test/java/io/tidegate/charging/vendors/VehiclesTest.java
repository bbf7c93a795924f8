package io.tidegate.charging.vendors;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.VehicleQuirkBook.VehicleMake;
import io.tidegate.api.vehicle.VehicleQuirks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which vehicles the descriptors meet, and what they say of them. */
class VehiclesTest {
  private static final String DC = "urn:iso:std:iso:15118:-20:DC";
  private static final String DIN = "urn:din:70121:2012:MsgDef";
  @TempDir Path home;

  private Vehicles vehicles() {
    return new Vehicles(
        new Shelf<>(VehicleDescriptor::read).filled(new TreeMap<>(), home, Vehicles.OWN));
  }

  private void descriptor(String name, String content) throws IOException {
    Files.writeString(home.resolve(name), content);
  }

  @Test
  void knowsNothingOfAPlainVehicle() {
    assertThat(vehicles().of(new VehicleMake("", List.of(), ""))).isEqualTo(VehicleQuirks.NONE);
    assertThat(vehicles().execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void meetsVehiclesByTheirMakersHalfOfTheAddress() throws IOException {
    descriptor(
        "10.yaml",
        "quirk: slow loops\nmatch: {evccId: '02:00:5E:*'}\nloopGrace: 2s\n"
            + "negativeDischargeLimits: true\n");
    VehicleQuirks quirks = vehicles().of(new VehicleMake("02:00:5e:11:22:33", List.of(DC), ""));
    assertThat(quirks.names()).containsExactly("slow loops");
    assertThat(quirks.loopGrace()).isEqualTo(Duration.ofSeconds(2));
    assertThat(quirks.negativeDischargeLimits()).isTrue();
    assertThat(quirks.legacyDischarge()).isFalse();
    assertThat(vehicles().of(new VehicleMake("02:00:5f:11:22:33", List.of(DC), "")))
        .isEqualTo(VehicleQuirks.NONE);
  }

  @Test
  void asksForAllThatTheMatchNamesAndLetsTheLaterOneWin() throws IOException {
    descriptor(
        "10.yaml",
        "quirk: first\nmatch: {namespace: 'urn:din:*'}\nwideNumbers: true\nloopGrace: 1s\n");
    descriptor(
        "20.yaml",
        "quirk: second\nmatch: {namespace: 'urn:din:*', certificate: '*O=Maker*'}\nloopGrace: 3s\n");
    VehicleMake plain = new VehicleMake("A", List.of(DC, DIN), "");
    VehicleMake proved = new VehicleMake("A", List.of(DC, DIN), "CN=1,O=Maker,C=DE");
    assertThat(vehicles().of(plain).names()).containsExactly("first");
    VehicleQuirks both = vehicles().of(proved);
    assertThat(both.names()).containsExactly("first", "second");
    assertThat(both.wideNumbers()).isTrue();
    assertThat(both.loopGrace()).isEqualTo(Duration.ofSeconds(3));
    assertThat(vehicles().of(new VehicleMake("A", List.of(DC), "CN=1,O=Maker")).names()).isEmpty();
  }

  @Test
  void aBrokenDescriptorIsRedAndTheOthersHold() throws IOException {
    descriptor("10.yaml", "quirk: good\nmatch: {evccId: '*'}\nemptySessionId: true\n");
    descriptor("20.yaml", "quirk: bad\nmatch: {}\nloopGrace: 61s\n");
    Vehicles vehicles = vehicles();
    assertThat(vehicles.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(vehicles.execute().toString()).contains("config/vehicles/20.yaml");
    assertThat(vehicles.of(new VehicleMake("X", List.of(), "")).emptySessionId()).isTrue();
  }
}
