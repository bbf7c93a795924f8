package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Slot;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The state of a connection as bytes that another version of the dialect reads (P2). */
class StateCodecTest {
  private static final String V201 = "ocpp2.0.1";
  private static final StationState STATE =
      new StationState(
          Standing.ACCEPTED,
          true,
          true,
          new ClockOffset(-1_234, true, true),
          List.of(
              new EvseEntry(
                  2,
                  "T1",
                  "T1#2026-03-01T18:00:00Z",
                  17,
                  "T0",
                  Optional.of(true),
                  new EvseEntry.Registers(1_000.5, Double.NaN, Instant.ofEpochMilli(5)),
                  Map.of(1, ConnectorStatus.OCCUPIED, 2, ConnectorStatus.FAULTED),
                  2_000),
              EvseEntry.fresh(1)),
          List.of(new StationState.Replied("id", 42, "[3,\"id\",{}]")),
          new Abilities(true, true, false, Set.of("Idle", "CentralSetpoint"), "A,W"));

  @Test
  void survivesTheWayThereAndBack() {
    assertThat(StateCodec.decode(StateCodec.encode(STATE, V201), V201)).contains(STATE);
    assertThat(StateCodec.decode(StateCodec.encode(StationState.FRESH, V201), V201))
        .contains(StationState.FRESH);
  }

  @Test
  void isEmptyWhenTheFormIsUnknown() {
    byte[] bytes = StateCodec.encode(STATE, V201).bytes();
    assertThat(StateCodec.decode(Slot.EMPTY, V201)).isEmpty();
    assertThat(StateCodec.decode(new Slot("ocpp2.0.1/session/4", bytes), V201)).isEmpty();
  }

  @Test
  void isEmptyWhenTheBytesAreDamaged() {
    byte[] bytes = StateCodec.encode(STATE, V201).bytes();
    for (int cut = 0; cut < bytes.length; cut++) {
      Slot slot = new Slot("ocpp2.0.1/session/3", Arrays.copyOf(bytes, cut));
      assertThat(StateCodec.decode(slot, V201)).isEmpty();
    }
  }

  @Test
  void aNoteSurvivesTheWayThereAndBack() {
    Note note = Note.setpoint("E01", 99);
    assertThat(Note.of(note.slot(V201))).contains(note);
    assertThat(Note.of(Slot.EMPTY)).isEmpty();
  }
}
