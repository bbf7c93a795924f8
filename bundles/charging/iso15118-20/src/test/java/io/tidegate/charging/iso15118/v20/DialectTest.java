package io.tidegate.charging.iso15118.v20;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.OcspStatus;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import io.tidegate.api.vehicle.VehicleDialect.Detachment;
import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupReq;
import io.tidegate.codec.exi.iso15118.cm.AuthorizationSetupRes;
import io.tidegate.codec.exi.iso15118.cm.CmExi;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupReq;
import io.tidegate.codec.exi.iso15118.cm.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.common.MessageHeader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

/** The component around the machine. */
class DialectTest {
  private final Iso15118V20Dialect dialect =
      new Iso15118V20Dialect(Map.of("contract.roots", "security/mo.pem"));
  private final Bench line = Bench.ac();

  private static final class Ring implements KeyRing {
    volatile boolean broken;

    @Override
    public TlsMaterial read(TlsFiles files) throws KeyRingException {
      if (broken) {
        throw new KeyRingException("security/mo.pem cannot be read");
      }
      assertThat(files.trusted()).containsExactly("security/mo.pem");
      return new TlsMaterial(1, null, List.of(), List.of(Contract.good().root));
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

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void offersBothEnergiesOverMutualTls() {
    assertThat(dialect.protocols())
        .extracting(VehicleProtocol::namespace)
        .containsExactly("urn:iso:std:iso:15118:-20:AC", "urn:iso:std:iso:15118:-20:DC");
    assertThat(dialect.protocols())
        .extracting(VehicleProtocol::tls)
        .containsOnly(VehicleProtocol.Tls.MUTUAL_13);
  }

  @Test
  void keepsTheLastGoodConfigurationAndTurnsRed() throws Exception {
    Ring ring = new Ring();
    dialect.bindKeys(ring);
    until(() -> dialect.execute().getStatus() == Result.Status.OK);
    dialect.modified(Map.of("loop.grace.ms", "plenty", "contract.roots", "security/mo.pem"));
    assertThat(dialect.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(dialect.execute().toString())
        .contains("config/io.tidegate.charging.iso15118.v20.cfg")
        .contains("loop.grace.ms");
    dialect.modified(Map.of("contract.roots", "security/mo.pem"));
    until(() -> dialect.execute().getStatus() == Result.Status.OK);
  }

  @Test
  void turnsAmberWhenRootsCannotBeReadAndKeepsThoseItHas() throws Exception {
    until(() -> dialect.execute().getStatus() == Result.Status.WARN);
    Ring ring = new Ring();
    dialect.bindKeys(ring);
    until(() -> dialect.execute().getStatus() == Result.Status.OK);
    ring.broken = true;
    dialect.attached(line);
    until(() -> dialect.execute().getStatus() == Result.Status.WARN);
    assertThat(offer().pnCASResAuthorizationMode()).isNotNull();
  }

  /** Two messages over the component itself. */
  private AuthorizationSetupRes offer() {
    say(new SessionSetupReq(new MessageHeader(Bytes.EMPTY, 0, null), "WMIV1234567890ABCDEX"));
    Bytes id = ((SessionSetupRes) line.replies.remove()).header().sessionID();
    say(new AuthorizationSetupReq(new MessageHeader(id, 0, null)));
    return (AuthorizationSetupRes) line.replies.remove();
  }

  private void say(io.tidegate.codec.exi.iso15118.cm.CmMessage message) {
    dialect.received(line, Payloads.COMMON, CmExi.SET.encode(message));
  }

  @Test
  void takesALineOverFromAnotherVersionOfItself() {
    dialect.attached(line);
    say(new SessionSetupReq(new MessageHeader(Bytes.EMPTY, 0, null), "WMIV1234567890ABCDEX"));
    Bytes id = ((SessionSetupRes) line.replies.remove()).header().sessionID();
    dialect.detached(line, Detachment.HANDED_OVER);
    Iso15118V20Dialect newer = new Iso15118V20Dialect(Map.of());
    newer.attached(line);
    newer.received(
        line,
        Payloads.COMMON,
        CmExi.SET.encode(new AuthorizationSetupReq(new MessageHeader(id, 0, null))));
    assertThat(line.replies.remove()).isInstanceOf(AuthorizationSetupRes.class);
    newer.changed(line);
    newer.expired(line);
    assertThat(line.closes).isEmpty();
  }

  @Test
  void asksWhateverServicesAreThere() {
    Surroundings surroundings = new Surroundings(() -> Rules.DEFAULT);
    Contract contract = Contract.good();
    Questions.Revocation revoked =
        new Questions.Revocation(Bytes.EMPTY, contract.leaf, contract.sub);
    assertThat((Object) surroundings.answer(revoked, line.peer()).toCompletableFuture().join())
        .isEqualTo(OcspStatus.Status.UNKNOWN);
    Questions.Certificate certificate = new Questions.Certificate(Bytes.of((byte) 1));
    assertThat(surroundings.answer(certificate, line.peer())).isCompletedExceptionally();

    surroundings.contracts(
        (evse, namespace, request) -> {
          assertThat(namespace).isEqualTo("urn:iso:std:iso:15118:-20:CommonMessages");
          return CompletableFuture.completedFuture(request);
        });
    CompletionStage<?> answer = surroundings.answer(certificate, line.peer());
    assertThat((Object) answer.toCompletableFuture().join()).isEqualTo(Bytes.of((byte) 1));
  }
}
