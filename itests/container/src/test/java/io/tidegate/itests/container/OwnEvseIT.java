package io.tidegate.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.sim.board.ChannelSpec;
import io.tidegate.sim.board.Plug;
import io.tidegate.sim.board.SimulatedBoard;
import io.tidegate.sim.board.SimulatedEvse;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * An EVSE of our own from the site's decision to the supply's current: control loop, unit, driver
 * and a simulated board over TCP, in the container. A dialect's part is played by the test, through
 * the services alone.
 */
class OwnEvseIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ACTION = "io.tidegate.api.vehicle.EvseAction$";
  private static final double SAFE_SHARE_W = 5_000;
  private static final List<String> BUNDLES =
      List.of(
          "core.site",
          "core.journal",
          "core.safety",
          "core.arbiter",
          "core.control",
          "hardware.charger.board",
          "hardware.control.pilot",
          "charging.secc");

  private static Platform platform;
  private static SimulatedBoard board;

  @TempDir static Path home;

  @BeforeAll
  static void start() throws Exception {
    board = new SimulatedBoard(List.of(ChannelSpec.dc(100, 40_000)));
    platform = Platform.start(home);
    Path config = home.resolve("config");
    Files.writeString(
        config.resolve("site.yaml"),
        "site: Own EVSEs\n"
            + "grid: {importCapKw: 100, exportCapKw: 0}\n"
            + "stations:\n"
            + "  - id: OWN\n"
            + "    discharge: iso15118\n"
            + "    setpointInterval: 0s\n"
            + "    evses:\n"
            + "      - {id: E01, maxChargeKw: 40, maxDischargeKw: 20, safeShareKw: 5, dwellS: 0}\n");
    Files.writeString(
        config.resolve("io.tidegate.hardware.charger.board~b1.cfg"),
        "name = b1\nport = tcp:127.0.0.1:" + board.port() + "\nevses = E01\nsilenceMs = 2000\n");
    Files.writeString(
        config.resolve("io.tidegate.hardware.control.pilot~E01.cfg"), "name = E01.pilot\n");
    Files.writeString(
        config.resolve("io.tidegate.charging.secc~E01.cfg"),
        "evse = E01\nmaxChargeA = 100\nmaxChargeKw = 40\nmaxDischargeA = 50\nmaxDischargeKw = 20\n"
            + "authorisation = any\nsilenceMs = 2000\ncontactorMs = 3000\n");
    for (String name : BUNDLES) {
      platform.install(Site.jar("io.tidegate." + name)).start();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
    board.close();
  }

  @Test
  void carriesAClearedSetpointToTheSupplyAndOpensWithoutALease() throws Exception {
    SimulatedEvse vehicle = board.evse(0);
    Object unit = unit();
    await("the board is heard", () -> view(unit, "pilot").equals("A"));
    vehicle.connect();
    vehicle.battery(400, 0.1);
    vehicle.pilot(Plug.Resistor.C);
    await("state C", () -> view(unit, "pilot").equals("C"));
    apply(
        unit,
        action("Begin", "0102030405060708", "02:00:00:00:00:01", false),
        action("Authorise", Optional.empty()),
        action("Lock"),
        action("CableCheck", 500.0));
    await("the cable is sound", () -> view(unit, "insulation").equals("VALID"));
    apply(unit, action("PreCharge", 400.0, 2.0));
    await("precharged", () -> Math.abs(vehicle.volts() - 400) < 1);
    // as a vehicle does: its own contactor first, and then it asks for the station's
    vehicle.contactor(true);
    apply(unit, action("Window", 450.0, 100.0, 50.0), action("Energise", Duration.ofSeconds(60)));
    await("the contactor closes", vehicle::energised);

    await(
        "the site's setpoint is in force",
        () -> !call(call(call(unit, "view"), "offer"), "setpoint").equals(0L));
    await("more than the safe share flows", () -> vehicle.powerW() > SAFE_SHARE_W + 1_000);
    assertThat((double) call(call(call(unit, "view"), "offer"), "powerW"))
        .isGreaterThan(SAFE_SHARE_W);

    apply(unit, action("Energise", Duration.ofMillis(100)));
    await("the contactor opens", () -> !vehicle.energised());
    assertThat(vehicle.rushed()).as("closed at equal voltage").isFalse();
    await("the supply is off", () -> vehicle.orderedV() == 0);

    apply(unit, action("End", "", "the test is over"));
    await("the plug is free", vehicle::disconnect);
    await("nobody is there", () -> view(unit, "pilot").equals("A"));
  }

  private static Object unit() throws Exception {
    List<ServiceReference<?>> found = new ArrayList<>();
    await(
        "the unit",
        () -> {
          ServiceReference<?>[] all =
              platform
                  .context()
                  .getAllServiceReferences(
                      "io.tidegate.api.vehicle.EvseUnit", "(tidegate.evse=E01)");
          found.addAll(all == null ? List.of() : Arrays.asList(all));
          return !found.isEmpty();
        });
    return platform.context().getService(found.get(0));
  }

  private static String view(Object unit, String part) throws Exception {
    return call(call(unit, "view"), part).toString();
  }

  private static void apply(Object unit, Object... actions) throws Exception {
    call(unit, "apply", List.of(actions));
  }

  private static Object action(String name, Object... parts) throws Exception {
    Bundle api =
        Arrays.stream(platform.context().getBundles())
            .filter(b -> "io.tidegate.api.vehicle".equals(b.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    return api.loadClass(ACTION + name).getConstructors()[0].newInstance(parts);
  }

  /** Calls a method of a service's interface or of a record. */
  private static Object call(Object target, String name, Object... arguments) throws Exception {
    Method method =
        Stream.concat(
                Arrays.stream(target.getClass().getInterfaces()), Stream.of(target.getClass()))
            .flatMap(type -> Arrays.stream(type.getMethods()))
            .filter(m -> m.getName().equals(name) && m.getParameterCount() == arguments.length)
            .min(Comparator.comparing(m -> m.getDeclaringClass().isInterface() ? 0 : 1))
            .orElseThrow(() -> new NoSuchMethodException(target.getClass() + "." + name));
    return method.invoke(target, arguments);
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
