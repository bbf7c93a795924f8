package io.tidegate.admin.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.pseudonym.Pseudonym;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private final Redaction redaction = new Redaction(Set.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorize idToken=04A2B3C4D5 refused",
        "{\"idToken\":\"04A2B3C4D5\",\"type\":\"ISO14443\"}",
        "{\"idToken\":{\"idToken\":\"04A2B3C4D5\"}}",
        "idTag: 04A2B3C4D5, station CS01",
        "Authorization: Bearer 04A2B3C4D5",
        "login password='04A2B3C4D5'",
        "Basic 04A2B3C4D5==",
        "{\"vehicle\":\"04A2B3C4D5\",\"token\":\"04A2B3C4D5\"}",
        "session X begins with EVCCID 04A2B3C4D5",
        "http://user:04A2B3C4D5@host/x",
        "rest.password=04A2B3C4D5",
        "pkcs11.pin = 04A2B3C4D5"
      })
  void takesTokensAndSecretsOut(String line) {
    assertThat(redaction.clean(line)).doesNotContain("04A2B3C4D5").isNotEmpty();
  }

  @Test
  void givesTheSameTokenTheSameNameSoThatLinesCanBeTiedTogether() {
    String first = redaction.clean("idToken=AAAA1111");
    assertThat(first).matches("idToken=id~[0-9a-f]{8}");
    assertThat(redaction.clean("idToken=AAAA1111")).isEqualTo(first);
    assertThat(redaction.clean("idToken=AAAA1112")).isNotEqualTo(first);
    assertThat(first).isEqualTo("idToken=" + Pseudonym.of("aaaa1111"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WDB1234567F000001",
        "DE8AACA2B3C4D51",
        "DE-8AA-CA2B3C4D5-1",
        "DE-8AA-1A2B3C-4",
        "02:00:00:aa:bb:cc",
        "0A1B2C3D4E5F",
        "fe80::81b:2cff:fe3d:4e5f"
      })
  void knowsVehiclesAndContractsByTheirShape(String identifier) {
    String cleaned = redaction.clean("certificate of CN=" + identifier + ", refused");
    assertThat(cleaned).isEqualTo("certificate of CN=" + Pseudonym.of(identifier) + ", refused");
  }

  @Test
  void showsNoWholeMessagesOfVehicles() {
    assertThat(redaction.clean("E01 in 8001 809a0211223344556677"))
        .isEqualTo("E01 in 8001 <10 bytes>");
    String digest = "sha256 " + "0123456789abcdef".repeat(4);
    assertThat(redaction.clean(digest)).isEqualTo(digest);
  }

  @Test
  void findsWhatTheGatewayKnowsWhereverItStands() {
    Redaction knowing = new Redaction(Set.of("GUEST7788"));
    assertThat(knowing.clean("at EVSE 1 guest7788. Also GUEST-7788, GUEST77889"))
        .isEqualTo("at EVSE 1 %s. Also %1$s, GUEST77889".formatted(Pseudonym.of("GUEST7788")));
  }

  @Test
  void findsWhatTheGatewayKnowsInTheMiddleOfNamesOfFiles() {
    Redaction knowing = new Redaction(Set.of("GUEST7788", "02AABBCCDDEE"));
    String name = Pseudonym.of("GUEST7788");
    assertThat(knowing.clean("keys/vehicle_GUEST-7788.old.pem"))
        .isEqualTo("keys/vehicle_" + name + ".old.pem");
    assertThat(knowing.clean("a.b.guest7788--GUEST7788_"))
        .isEqualTo("a.b." + name + "--" + name + "_");
    assertThat(knowing.clean("x.02-aa-bb-cc-dd-ee.log"))
        .isEqualTo("x." + Pseudonym.of("02AABBCCDDEE") + ".log");
    assertThat(knowing.clean("AGUEST7788.GUEST77889")).isEqualTo("AGUEST7788.GUEST77889");
  }

  @Test
  void cleansTheKeysOfAReportWithoutLosingOne() {
    Object cleaned =
        redaction.clean(Rows.of("WDB1234567F000001.cfg", 1L, "wdb.cfg", 2L, "idTag=ABCDEF01", 3L));
    assertThat(cleaned.toString())
        .isEqualTo(
            "{%s.cfg=1, wdb.cfg=2, idTag=%s=3}"
                .formatted(Pseudonym.of("WDB1234567F000001"), Pseudonym.of("ABCDEF01")));
    Object alike = redaction.clean(Rows.of("DE-8AA-CA2B3C4D5-1", 1L, "DE8AACA2B3C4D51", 2L));
    assertThat(alike.toString()).contains("=1, ", " (1)=2}").doesNotContain("A2B3C4");
  }

  @Test
  void cleansEveryTextOfAReportAndLeavesItsNumbers() {
    Object cleaned =
        redaction.clean(
            Rows.of("n", 17L, "x", Double.NaN, "rows", List.of(Rows.of("m", "idTag=ABCDEF01"))));
    assertThat(cleaned.toString()).contains("n=17", "x=NaN", "idTag=id~").doesNotContain("ABCDEF");
  }

  @Test
  void leavesOtherTextAlone() {
    String line = "WARN station CS01: setpoint 17 not answered (ERR_OCPP_TIMEOUT)";
    assertThat(redaction.clean(line)).isEqualTo(line);
  }
}
