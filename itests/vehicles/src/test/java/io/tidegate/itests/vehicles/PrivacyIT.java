package io.tidegate.itests.vehicles;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.itests.harness.Gateway;
import io.tidegate.itests.harness.TalkingStation;
import io.tidegate.itests.vehicles.OwnSite.Driven;
import io.tidegate.sim.ev.Battery;
import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Mischief;
import io.tidegate.sim.ev.Mischief.Trick;
import io.tidegate.sim.ev.Phase;
import io.tidegate.sim.ev.VehicleProfile;
import io.tidegate.sim.ev.VehicleProfile.Identification;
import io.tidegate.sim.ev.VehicleProfile.Pace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vehicles, contracts and cards with known identifiers come over ISO 15118-20, -2 and OCPP, are
 * served and are refused; afterwards neither the log nor the diagnosis nor the support archive
 * holds any of the identifiers (row S3.7).
 */
@Tag("long")
class PrivacyIT {
  private static final String VIN = "WVWZZZ1KZAW000777";
  private static final String EXPIRED = "WDB9876543F765432";
  private static final String MAC = "0A1B2C3D4E5F";
  private static final String CONTRACT = "DETDGC87654321X";
  private static final String CARD = "04AABBCCDD7788";
  private static final String STRANGER = "04EE1122334455";
  private static final List<String> SECRETS =
      List.of(VIN, EXPIRED, MAC, CONTRACT, CARD, STRANGER, "hunter22");

  @Test
  void tellsNobodyWhoWasThere(@TempDir Path folder) throws Exception {
    try (OwnSite site = new OwnSite(folder, 1, 0)) {
      site.home()
          .set("io.tidegate.charging.v2gtp.transport/tls=optional")
          .set("io.tidegate.charging.iso15118.v2/contract.roots=config/keys/mo.pem")
          .write("config/idtokens.txt", CARD + "\n" + CONTRACT + "\n")
          .write("config/org.example.cfg", "admin.password=hunter22\n")
          .write("config/site.yaml", withStation(site.home().text("config/site.yaml")));
      site.start();
      vehicles(site);
      card(site);
      String home = site.home().folder().toString();
      Path zip = folder.resolve("support.zip");
      Map<String, String> places = new LinkedHashMap<>();
      places.put("diag", Gateway.run("diag", "--all", "--home", home).output());
      places.put("diag --json", Gateway.run("diag", "--all", "--json", "--home", home).output());
      String said =
          Gateway.run("diag", "--all", "--archive", zip.toString(), "--home", home).output();
      assertThat(zip).as(said).exists();
      places.putAll(entries(zip));
      places.put("log", site.home().log());
      assertThat(places.get("log"))
          .as("the log tells of them by other names")
          .contains("vehicle id~", "contract id~", "begins with id~");
      assertThat(places.get("diag")).contains("== own EVSEs ==", "== certificates ==");
      assertThat(places).containsKeys("diag.txt", "diag.json", "log/tidegate.log");
      places.forEach(
          (place, text) ->
              SECRETS.forEach(
                  secret -> assertThat(text).as(place).doesNotContainIgnoringCase(secret)));
    }
  }

  private static String withStation(String site) {
    return site.replace(
        "stations:\n",
        "stations:\n  - id: CS01\n    evses:\n      - {id: C01, number: 1, node: grid, phases: L123,"
            + " maxChargeKw: 11, minChargeA: 6, safeShareKw: 4.2}\n");
  }

  private static void vehicles(OwnSite site) throws Exception {
    Credentials owner = site.pki().vehicle(VIN).with(site.pki().contract(CONTRACT));
    VehicleProfile profile = dc(VIN).with(Identification.CONTRACT);
    Driven forged =
        site.plugIn(
            0,
            profile.doing(Mischief.in(Phase.AUTHORIZATION, new Trick.BadSignature())),
            battery(),
            owner);
    assertThat(site.ending(forged).kind()).isEqualTo(Ending.Kind.REFUSED);
    site.leave(forged);
    Driven honest = site.plugIn(0, profile, battery(), owner);
    site.await("charge", honest, () -> honest.evse().powerW() > 3_000);
    honest.vehicle().stop();
    assertThat(site.ending(honest).kind()).isEqualTo(Ending.Kind.DONE);
    site.leave(honest);
    Driven late = site.plugIn(0, dc(EXPIRED), battery(), site.pki().expiredVehicle(EXPIRED));
    assertThat(site.ending(late).kind()).isEqualTo(Ending.Kind.NO_TLS);
    site.await("its refusal", late, () -> site.home().log().contains("CERT_VALIDATION_ERROR"));
    site.leave(late);
    Driven older =
        site.plugIn(
            0,
            OlderPartsIT.part2(VehicleProfile.dc(MAC)).with(Identification.CONTRACT),
            battery(),
            site.bays().olderPki().anonymous().with(site.bays().olderPki().contract(CONTRACT)));
    site.await("charge", older, () -> older.evse().powerW() > 3_000);
    older.vehicle().stop();
    assertThat(site.ending(older).kind()).isEqualTo(Ending.Kind.DONE);
    site.leave(older);
  }

  private static VehicleProfile dc(String evccId) {
    return VehicleProfile.dc(evccId).with(Pace.PATIENT);
  }

  private static Battery battery() {
    return new Battery(60_000, 60, 400, 10);
  }

  private static void card(OwnSite site) throws Exception {
    try (TalkingStation station = TalkingStation.connect(site.home(), "CS01", "ocpp2.0.1")) {
      station.call(
          "BootNotification",
          "{\"reason\":\"PowerUp\",\"chargingStation\":{\"vendorName\":\"V\",\"model\":\"M\"}}");
      for (String token : List.of(CARD, STRANGER, "x".repeat(300) + STRANGER)) {
        station.call(
            "Authorize", "{\"idToken\":{\"idToken\":\"" + token + "\",\"type\":\"ISO14443\"}}");
      }
      station.call(
          "TransactionEvent",
          ("{\"eventType\":\"Started\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"triggerReason\":"
                  + "\"Authorized\",\"seqNo\":0,\"transactionInfo\":{\"transactionId\":\"T1\"},"
                  + "\"evse\":{\"id\":1},\"idToken\":{\"idToken\":\"%s\",\"type\":\"ISO14443\"}}")
              .formatted(CARD));
    }
  }

  private static Map<String, String> entries(Path zip) throws Exception {
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (var entry : file.stream().toList()) {
        try (var in = file.getInputStream(entry)) {
          entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return entries;
  }
}
