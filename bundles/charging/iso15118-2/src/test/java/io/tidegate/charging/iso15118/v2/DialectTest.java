package io.tidegate.charging.iso15118.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tidegate.api.vehicle.VehicleProtocol;
import io.tidegate.charging.vehicle.classic.Kind;
import io.tidegate.charging.vehicle.classic.Message;
import io.tidegate.charging.vehicle.classic.Reply;
import io.tidegate.charging.vehicle.classic.Say;
import io.tidegate.charging.vehicle.classic.Secc;
import io.tidegate.charging.vehicle.classic.Status;
import io.tidegate.charging.vehicle.classic.Verdict;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.iso2.Iso2Exi;
import io.tidegate.codec.exi.iso15118.iso2.SessionSetupReq;
import java.time.Duration;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

/** The component, and its language beside sessions. */
class DialectTest {
  private final Iso2Language language = new Iso2Language();

  @Test
  void speaksOneProtocol() {
    Iso15118V2Dialect dialect = new Iso15118V2Dialect(Map.of());
    assertThat(dialect.protocols())
        .extracting(VehicleProtocol::namespace)
        .containsExactly(Iso2Exi.SET.namespace());
    assertThat(dialect.execute().getStatus()).isEqualTo(Result.Status.OK);
  }

  @Test
  void keepsTheLastGoodConfigurationAndTurnsRed() {
    Iso15118V2Dialect dialect = new Iso15118V2Dialect(Map.of("sequence.timeout.s", "30"));
    Rig rig = new Rig(Rig.dc(), Iso2Language.PROTOCOL, () -> dialect);
    dialect.modified(Map.of("sequence.timeout.s", "long"));
    assertThat(dialect.execute().getStatus()).isEqualTo(Result.Status.CRITICAL);
    assertThat(dialect.execute().toString())
        .contains("config/io.tidegate.charging.iso15118.v2.cfg")
        .contains("sequence.timeout.s");
    rig.plugIn();
    rig.hear(Car.bytes(Bytes.EMPTY, null, new SessionSetupReq(Car.EVCC)));
    assertThat(rig.patience()).isEqualTo(Duration.ofSeconds(30));
    dialect.modified(Map.of());
    assertThat(dialect.execute().getStatus()).isEqualTo(Result.Status.OK);
    dialect.deactivate();
  }

  @Test
  void hasWordsForEveryRefusal() {
    Status status =
        new Status(
            Status.Notification.NONE, 0, Status.Isolation.VALID, Status.Readiness.READY, false);
    for (Kind kind : Kind.values()) {
      for (Verdict verdict : Verdict.values()) {
        for (boolean direct : new boolean[] {false, true}) {
          Say refusal = new Say.Refusal(kind, 1, status, direct, Double.NaN, 1e9);
          Message reply = new Reply(Bytes.of(new byte[8]), verdict, refusal);
          byte[] bytes = language.encode(Secc.PAYLOAD, reply);
          assertThatCode(() -> Iso2Exi.SET.decode(bytes)).doesNotThrowAnyException();
          assertThat(language.name(reply)).contains("Res ");
        }
      }
    }
  }

  @Test
  void readsNoOtherPayloadType() throws Exception {
    byte[] setup = Car.bytes(Bytes.EMPTY, null, new SessionSetupReq(Car.EVCC));
    assertThat(language.decode(0x8002, setup)).isEmpty();
    assertThat(language.decode(Secc.PAYLOAD, setup)).isPresent();
  }
}
