package io.tidegate.charging.v2gtp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.admin.pki.tool.Curve;
import io.tidegate.admin.pki.tool.TestPki;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureScheme;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a door offers in TLS 1.2, and to whom while half handshakes crowd it. */
class TlsOfferTest {
  private static TestPki p521;
  private static TestPki p256;

  @TempDir Path home;

  @BeforeAll
  static void make() throws Exception {
    p521 = TestPki.make(Curve.P521);
    p256 = TestPki.make(Curve.P256);
  }

  private Rig rig(String... more) throws Exception {
    FakeRing ring = new FakeRing();
    ring.key("p521", p521.secc());
    ring.key("p256", p256.secc());
    ring.trust("oem-p521", p521.oemRoot().certificate());
    List<String> all =
        new ArrayList<>(
            List.of("tls=required", "tls.keystore=p521,p256", "tls.truststore=oem-p521"));
    all.addAll(List.of(more));
    return new Rig(home, ring, all.toArray(new String[0]));
  }

  private static TlsVehicle modern() {
    TlsVehicle tls = new TlsVehicle();
    tls.identity = p521.vehicle();
    return tls;
  }

  @Test
  void letsHalfHandshakesOfTheSameHostMakeWayForAVehicle() throws Exception {
    byte[] half = {0x16, 3, 1, 0, (byte) 0xc8, 1, 0, 0};
    List<Vehicle> strangers = new ArrayList<>();
    try (Log log = new Log();
        Rig rig = rig("connections.max=4", "setup.timeout.ms=120000")) {
      for (int i = 0; i < 40; i++) {
        Vehicle stranger = rig.vehicle();
        stranger.raw(half);
        strangers.add(stranger);
      }
      try (Vehicle good = modern().connect(rig.port())) {
        assertThat(good.agree(Rig.DC20)).startsWith("OK_");
        for (int i = 0; i < 37; i++) {
          assertThat(strangers.get(i).closed()).isTrue();
        }
        assertThat(good.ask(0x8004, 1)).containsExactly(1, 1, 1);
      }
      assertThat(log.text().lines().filter(l -> l.contains("WARN")))
          .hasSizeBetween(1, LogBudget.LINES_A_MINUTE);
    } finally {
      for (Vehicle each : strangers) {
        each.close();
      }
    }
  }

  private static TlsVehicle old(int suite, int... groups) {
    TlsVehicle tls = new TlsVehicle();
    tls.version = ProtocolVersion.TLSv12;
    tls.groups = groups;
    tls.suites = new int[] {suite};
    tls.schemes =
        new int[] {SignatureScheme.ecdsa_secp521r1_sha512, SignatureScheme.ecdsa_secp256r1_sha256};
    return tls;
  }

  @ParameterizedTest
  @CsvSource({"strict", "field"})
  void showsTheChainOfIso2ToAVehicleOfTls12ThatNamesNoRoots(String profile) throws Exception {
    TlsVehicle tls = old(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, NamedGroup.secp256r1);
    try (Rig rig = rig("tls.profile=" + profile);
        Vehicle vehicle = tls.connect(rig.port())) {
      assertThat(vehicle.agree(Rig.ISO2)).startsWith("OK_");
      assertThat(tls.presented).isEqualTo(p256.secc().chain());
    }
  }

  @Test
  void showsAnotherChainInTls12WhereTheVehicleNamesItsRoot() throws Exception {
    TlsVehicle tls = old(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, NamedGroup.secp256r1);
    tls.authorities.add(p521.v2gRoot().certificate());
    try (Rig rig = rig("tls.profile=field");
        Vehicle vehicle = tls.connect(rig.port())) {
      assertThat(tls.presented).isEqualTo(p521.secc().chain());
    }
  }

  /** X25519 stands first where a vehicle lists it, and is not taken for that. */
  @ParameterizedTest
  @CsvSource({
    "strict, CBC,    P256,   true",
    "strict, GCM128, P256,   false",
    "strict, CBC,    P384,   false",
    "strict, CBC,    X25519, false",
    "field,  CBC,    P256,   true",
    "field,  GCM128, P256,   true",
    "field,  GCM256, P256,   false",
    "field,  CBC,    P384,   true",
    "field,  CBC,    P521,   false",
    "field,  CBC,    X448,   false",
    "field,  CBC,    X25519, false"
  })
  void offersInTls12WhatIsDocumented(String profile, String suite, String group, boolean taken)
      throws Exception {
    int number =
        switch (suite) {
          case "CBC" -> CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256;
          case "GCM128" -> CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
          default -> CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384;
        };
    int only =
        switch (group) {
          case "P256" -> NamedGroup.secp256r1;
          case "P384" -> NamedGroup.secp384r1;
          case "P521" -> NamedGroup.secp521r1;
          case "X448" -> NamedGroup.x448;
          default -> NamedGroup.x25519;
        };
    TlsVehicle tls = old(number, NamedGroup.x25519, only);
    try (Rig rig = rig("tls.profile=" + profile)) {
      if (!taken) {
        assertThatThrownBy(() -> tls.connect(rig.port()))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("handshake_failure");
        return;
      }
      try (Vehicle vehicle = tls.connect(rig.port())) {
        assertThat(vehicle.agree(Rig.ISO2)).startsWith("OK_");
      }
    }
  }
}
