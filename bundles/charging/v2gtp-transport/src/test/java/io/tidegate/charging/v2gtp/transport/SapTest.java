package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.VehiclePeer.TlsSession;
import io.tidegate.codec.exi.iso15118.sap.AppProtocol;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolReq;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Version;

/** Which of the vehicle's protocols is agreed on (ISO 15118-20 §8.2). */
class SapTest {
  private static final String DC = "urn:iso:std:iso:15118:-20:DC";
  private static final String AC = "urn:iso:std:iso:15118:-20:AC";
  private static final String ISO2 = "urn:iso:15118:2:2013:MsgDef";
  private static final String DIN = "urn:din:70121:2012:MsgDef";

  /** Some vehicle's; nothing of it is looked at here. */
  private static final String CERTIFICATE =
      "MIIBcDCCARWgAwIBAgIUPTn2owxcetYNrrl14FigFAiv0ZYwCgYIKoZIzj0EAwIwDDEKMAgGA1UE"
          + "AwwBdjAgFw0yNjExMjEyMzE2MDJaGA8yMTI2MTAyODIzMTYwMlowDDEKMAgGA1UEAwwBdjBZMBMG"
          + "ByqGSM49AgEGCCqGSM49AwEHA0IABElF2dIV9WWJpmMNzvLrLUVBtn2e2x8BxR9uFuJli3JEMWYn"
          + "g5j06fhEu6Nrl5/AoNRjC/KRb7kujK+7ZVFjXROjUzBRMB0GA1UdDgQWBBS8AP2+/NeNPTG1JlUm"
          + "lCFm2MitvzAfBgNVHSMEGDAWgBS8AP2+/NeNPTG1JlUmlCFm2MitvzAPBgNVHRMBAf8EBTADAQH/"
          + "MAoGCCqGSM49BAMCA0kAMEYCIQCSzAXggO/lnfj0o91H8mXX+dVz3k/0tDnmVkA/G53qcwIhAPw6"
          + "pYs7QxQ/x2dK0gIOkiMjBUl6WhOC3llGP65esC35";

  private final DialectRack rack = new DialectRack();

  SapTest() {
    FakeDialect dialect = new FakeDialect(1, Rig.DIN, Rig.ISO2, Rig.DC20, Rig.AC20);
    rack.bind(
        new DialectRack.Live(dialect, dialect.protocols(), 0, "fake", Version.emptyVersion, 1));
  }

  /** offers: namespace,major,minor,schemaId,priority with ; between. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DC | tls13 | " + DC + ",1,0,1,1 | " + DC + " 1 OK_SUCCESSFUL_NEGOTIATION",
        // the number counts, not the order
        "DC | tls13 | "
            + DIN
            + ",2,0,0,3;"
            + DC
            + ",1,0,1,1 | "
            + DC
            + " 1 OK_SUCCESSFUL_NEGOTIATION",
        "DC | tls13 | "
            + DIN
            + ",2,0,0,1;"
            + DC
            + ",1,0,1,2 | "
            + DIN
            + " 0 OK_SUCCESSFUL_NEGOTIATION",
        // equal numbers: as they came
        "DC | tls13 | "
            + ISO2
            + ",2,0,4,1;"
            + DIN
            + ",2,0,5,1 | "
            + ISO2
            + " 4 OK_SUCCESSFUL_NEGOTIATION",
        // what nobody here knows is passed over
        "DC | plain | urn:tesla:din:2018:MsgDef,2,0,0,1;"
            + DIN
            + ",2,0,111,2 | "
            + DIN
            + " 111 OK_SUCCESSFUL_NEGOTIATION",
        "DC | plain | urn:tesla:din:2018:MsgDef,2,0,0,1 | none",
        // the energy that the EVSE has
        "DC | tls13 | " + AC + ",1,0,1,1 | none",
        "AC | tls13 | "
            + DC
            + ",1,0,1,1;"
            + AC
            + ",1,0,2,2 | "
            + AC
            + " 2 OK_SUCCESSFUL_NEGOTIATION",
        "AC | plain | "
            + DIN
            + ",2,0,1,1;"
            + ISO2
            + ",2,0,2,2 | "
            + ISO2
            + " 2 OK_SUCCESSFUL_NEGOTIATION",
        // ISO 15118-20 needs TLS 1.3 with the vehicle's certificate
        "DC | plain | "
            + DC
            + ",1,0,1,1;"
            + ISO2
            + ",2,0,2,2 | "
            + ISO2
            + " 2 OK_SUCCESSFUL_NEGOTIATION",
        "DC | tls12 | "
            + DC
            + ",1,0,1,1;"
            + ISO2
            + ",2,0,2,2 | "
            + ISO2
            + " 2 OK_SUCCESSFUL_NEGOTIATION",
        "DC | anonymous13 | " + DC + ",1,0,1,1 | none",
        "DC | lab | " + DC + ",1,0,1,1 | " + DC + " 1 OK_SUCCESSFUL_NEGOTIATION",
        // versions
        "DC | plain | "
            + DIN
            + ",2,1,9,1 | "
            + DIN
            + " 9 OK_SUCCESSFUL_NEGOTIATION_WITH_MINOR_DEVIATION",
        "DC | plain | " + DIN + ",3,0,9,1 | none",
        "DC | plain | " + DIN + ",4294967295,0,9,1 | none",
      })
  void agreesOnTheVehiclesFirstChoiceThatCanBeServed(
      String evse, String footing, String offers, String expected) throws Exception {
    List<AppProtocol> list = new ArrayList<>();
    for (String offer : offers.split(";")) {
      String[] part = offer.split(",");
      list.add(
          new AppProtocol(
              part[0],
              Long.parseLong(part[1]),
              Long.parseLong(part[2]),
              Integer.parseInt(part[3]),
              Integer.parseInt(part[4])));
    }
    assertThat(agreed(list, evse.equals("DC"), footing(footing))).isEqualTo(expected);
  }

  @Test
  void readsTwentyOffers() throws Exception {
    List<AppProtocol> list = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      list.add(new AppProtocol("urn:unknown:" + i, 1, 0, i, i + 1));
    }
    list.add(new AppProtocol(DIN, 2, 0, 200, 20));
    assertThat(agreed(list, true, footing("plain")))
        .isEqualTo(DIN + " 200 OK_SUCCESSFUL_NEGOTIATION");
  }

  private String agreed(List<AppProtocol> offers, boolean direct, Sap.Footing footing) {
    EvseRating rating = new FakeUnit("E01", direct).rating();
    return Sap.agree(new SupportedAppProtocolReq(offers), rack, rating, footing)
        .map(
            a ->
                a.protocol().namespace()
                    + " "
                    + a.response().schemaID()
                    + " "
                    + a.response().responseCode())
        .orElse("none");
  }

  private static Sap.Footing footing(String name) throws Exception {
    byte[] der = Base64.getDecoder().decode(CERTIFICATE);
    List<X509Certificate> chain =
        List.of(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der)));
    return switch (name) {
      case "tls13" -> tls("TLSv1.3", chain);
      case "anonymous13" -> tls("TLSv1.3", List.of());
      case "tls12" -> tls("TLSv1.2", List.of());
      case "lab" -> new Sap.Footing(Optional.empty(), true);
      default -> new Sap.Footing(Optional.empty(), false);
    };
  }

  private static Sap.Footing tls(String version, List<X509Certificate> chain) {
    return new Sap.Footing(
        Optional.of(new TlsSession(version, "TLS_AES_256_GCM_SHA384", chain)), false);
  }
}
