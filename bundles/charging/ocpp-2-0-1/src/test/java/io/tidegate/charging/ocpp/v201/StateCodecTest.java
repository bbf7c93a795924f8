package io.tidegate.charging.ocpp.v201;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.connection.Slot;
import io.tidegate.codec.ocpp.json.v21.ConnectorStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The state of a connection as bytes that another version of the dialect reads (P2). */
class StateCodecTest {
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
          List.of(new StationState.Replied("id", 42, "[3,\"id\",{}]")));

  @Test
  void survivesTheWayThereAndBack() {
    assertThat(StateCodec.decode(StateCodec.encode(STATE))).contains(STATE);
    assertThat(StateCodec.decode(StateCodec.encode(StationState.FRESH)))
        .contains(StationState.FRESH);
  }

  @Test
  void isEmptyWhenTheFormIsUnknown() {
    byte[] bytes = StateCodec.encode(STATE).bytes();
    assertThat(StateCodec.decode(Slot.EMPTY)).isEmpty();
    assertThat(StateCodec.decode(new Slot("ocpp2.0.1/session/3", bytes))).isEmpty();
  }

  @Test
  void isEmptyWhenTheBytesAreDamaged() {
    byte[] bytes = StateCodec.encode(STATE).bytes();
    for (int cut = 0; cut < bytes.length; cut++) {
      Slot slot = new Slot(StateCodec.SCHEMA, Arrays.copyOf(bytes, cut));
      assertThat(StateCodec.decode(slot)).isEmpty();
    }
  }

  @Test
  void aNoteSurvivesTheWayThereAndBack() {
    Note note = Note.setpoint("E01", 99);
    assertThat(Note.of(note.slot())).contains(note);
    assertThat(Note.of(Slot.EMPTY)).isEmpty();
  }
}
