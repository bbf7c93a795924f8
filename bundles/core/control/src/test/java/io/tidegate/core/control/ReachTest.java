package io.tidegate.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.quantity.StationId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final Map<StationId, String> ONLINE =
      Map.of(
          new StationId("S1"), "ocpp-2-0-1",
          new StationId("S2"), "ocpp-2-0-1",
          new StationId("S3"), "secc");

  private final Set<String> actuators = new HashSet<>(Set.of("ocpp-2-0-1", "secc"));
  private final Reach reach = new Reach(actuators::contains);

  private String looked() {
    reach.look(ONLINE);
    return reach.trouble();
  }

  @Test
  void isWellWhileEachConnectedStationHasItsActuator() {
    assertThat(looked()).isEmpty();
    assertThat(looked()).isEmpty();
  }

  @Test
  void saysHowManyStationsNobodyReaches() {
    actuators.remove("ocpp-2-0-1");
    assertThat(looked()).as("it may be on its way").isEmpty();
    assertThat(looked())
        .startsWith(
            "ERR_ACTUATOR_MISSING: nobody brings their setpoints to 2 connected stations (actuator"
                + " ocpp-2-0-1), ");
    actuators.add("ocpp-2-0-1");
    actuators.remove("secc");
    assertThat(looked()).as("another one is missing, for the first time").isEmpty();
    assertThat(looked()).contains("one connected station (actuator secc)");
    reach.look(Map.of());
    assertThat(reach.trouble()).as("nobody is connected").isEmpty();
  }

  @Test
  void forgetsTheFirstLookWhenItIsThereInBetween() {
    actuators.clear();
    assertThat(looked()).isEmpty();
    actuators.addAll(ONLINE.values());
    assertThat(looked()).isEmpty();
    actuators.clear();
    assertThat(looked()).isEmpty();
  }
}
