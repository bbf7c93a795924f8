package io.tidegate.sim.ev.bays;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.sim.ev.Credentials;
import io.tidegate.sim.ev.Ending;
import io.tidegate.sim.ev.Endpoint;
import io.tidegate.sim.ev.Plug;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vehicle in another process, and the plug between. */
class RemoteVehicleTest {
  private static final long PATIENCE_S = 60;
  private static final RemoteVehicle.Kind KIND =
      new RemoteVehicle.Kind("WREMOTE1", true, 600, 55, 20, 70, 75);

  /** Remembers what is done to it. */
  private static final class Noted implements Plug {
    final List<String> done = new CopyOnWriteArrayList<>();

    @Override
    public void pilot(Pilot pilot) {
      done.add("pilot " + pilot);
    }

    @Override
    public void battery(double openV, double ohms) {
      done.add("battery " + openV + " " + ohms);
    }

    @Override
    public void isolate() {
      done.add("isolate");
    }

    @Override
    public void draw(double activeW) {
      done.add("draw " + activeW);
    }

    @Override
    public Reading reading() {
      return new Reading(true, 400.5, -12, -4_806, 5);
    }
  }

  @Test
  void carriesTheWholePlugOverLines() {
    Noted plug = new Noted();
    for (String line : List.of("pilot C", "battery 400.0 0.08", "isolate", "draw -1500.0")) {
      assertThat(StreamPlug.obey(line, plug)).isTrue();
    }
    assertThat(StreamPlug.obey("Error: no such thing", plug)).isFalse();
    assertThat(plug.done)
        .containsExactly("pilot C", "battery 400.0 0.08", "isolate", "draw -1500.0");
    StreamPlug far = new StreamPlug(System.out);
    far.felt(StreamPlug.line(plug.reading()).split(" ", -1));
    assertThat(far.reading()).isEqualTo(plug.reading());
  }

  @Test
  void beginsWhenItIsToldAndSaysHowItEnds(@TempDir Path folder) throws Exception {
    Credentials credentials = new VehiclePki("secp521r1").vehicle("WREMOTE1");
    Endpoint nowhere = Endpoint.search("nosuch0", 15118, true);
    Noted plug = new Noted();
    try (RemoteVehicle vehicle =
        RemoteVehicle.start(List.of(), KIND, plug, credentials, nowhere, folder)) {
      assertThat(plug.done).isEmpty();
      vehicle.begin();
      Ending ending = vehicle.ended().get(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(ending.kind()).as(ending.detail()).isEqualTo(Ending.Kind.NO_STATION);
      assertThat(plug.done).startsWith("pilot B");
    }
    assertThat(plug.done).endsWith("pilot A");
  }

  @Test
  void tellsWhenItsProcessCannotBegin(@TempDir Path folder) throws Exception {
    Credentials credentials = new VehiclePki("secp521r1").vehicle("WREMOTE1");
    Endpoint nowhere = Endpoint.search("nosuch0", 15118, true);
    try (RemoteVehicle vehicle =
        RemoteVehicle.start(
            List.of("sh", "-c", "echo no such namespace"),
            KIND,
            new Noted(),
            credentials,
            nowhere,
            folder)) {
      Ending ending = vehicle.ended().get(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(ending.kind()).isEqualTo(Ending.Kind.ABANDONED);
    }
  }
}
