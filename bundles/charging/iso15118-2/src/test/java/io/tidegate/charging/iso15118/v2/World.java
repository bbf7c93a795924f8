package io.tidegate.charging.iso15118.v2;

import io.tidegate.api.security.CertificateHash;
import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.api.vehicle.ContractCertificates;
import io.tidegate.api.vehicle.EvseRating;
import io.tidegate.api.vehicle.VehicleQuirks;
import io.tidegate.charging.vehicle.classic.Classic;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.helpers.NOPLogger;

/** A virtual EVSE, a vehicle and the dialect between them. */
final class World {
  static final Papers PAPERS = new Papers();

  /** Kind of current and payment. */
  enum Scenario {
    AC_SINGLE_PHASE(Rig.ac(1), false),
    AC_THREE_PHASES(Rig.ac(3), false),
    AC_CONTRACT(Rig.ac(3), true),
    DC(Rig.dc(), false),
    DC_CONTRACT(Rig.dc(), true);

    final EvseRating rating;
    final boolean contract;

    Scenario(EvseRating rating, boolean contract) {
      this.rating = rating;
      this.contract = contract;
    }
  }

  final Map<String, Object> properties = new HashMap<>();
  final Rig rig;
  final Car car;
  OcspStatus.Status revocation = OcspStatus.Status.GOOD;
  CompletionStage<byte[]> issued;
  byte[] asked;
  VehicleQuirks quirks = VehicleQuirks.NONE;

  World(Scenario scenario) {
    rig = new Rig(scenario.rating, Iso2Language.PROTOCOL, this::dialect);
    rig.tls = scenario.contract;
    car = new Car(rig, scenario.contract, PAPERS);
    properties.put("contract.roots", "config/mo.pem");
  }

  static Stream<Scenario> scenarios() {
    return Stream.of(Scenario.values());
  }

  World with(String key, Object value) {
    properties.put(key, value);
    // the configuration is read when a dialect begins
    rig.renew();
    return this;
  }

  static VehicleQuirks quirks(
      boolean positiveCurrent, boolean wideNumbers, boolean emptyId, boolean legacyDischarge) {
    return new VehicleQuirks(
        List.of("test"),
        false,
        positiveCurrent,
        wideNumbers,
        emptyId,
        java.time.Duration.ZERO,
        legacyDischarge);
  }

  private Classic dialect() {
    Classic classic =
        new Classic(
            Iso15118V2Dialect.PID,
            new Iso2Language(),
            Iso15118V2Dialect.SCHEMA,
            properties,
            Runnable::run,
            NOPLogger.NOP_LOGGER);
    classic.bind(new Ring());
    classic.bind(new Responder());
    classic.bind(
        (ContractCertificates)
            (evse, namespace, request) -> {
              asked = request;
              return issued;
            });
    classic.bind((io.tidegate.api.vehicle.VehicleQuirkBook) make -> quirks);
    return classic;
  }

  private static final class Ring implements KeyRing {
    @Override
    public TlsMaterial read(TlsFiles files) {
      return new TlsMaterial(1, null, List.of(), List.of(PAPERS.root));
    }

    @Override
    public void forget(TlsFiles files) {}

    @Override
    public void reload() {}

    @Override
    public List<Entry> certificates() {
      return List.of();
    }
  }

  private final class Responder implements OcspStatus {
    @Override
    public CompletionStage<Answer> of(X509Certificate certificate, X509Certificate issuer) {
      return revocation == null
          ? new CompletableFuture<>()
          : CompletableFuture.completedFuture(new Answer(revocation, "", Instant.MAX));
    }

    @Override
    public CompletionStage<Answer> of(CertificateHash certificate, URI responder) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CertificateHash hash(
        X509Certificate certificate, X509Certificate issuer, String algorithm) {
      throw new UnsupportedOperationException();
    }
  }
}
