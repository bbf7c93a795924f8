package io.tidegate.charging.iso15118.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.EvseAction;
import io.tidegate.api.vehicle.EvseView.ContactorState;
import io.tidegate.charging.iso15118.v2.Car.Stop;
import io.tidegate.charging.iso15118.v2.World.Scenario;
import io.tidegate.codec.exi.iso15118.iso2.BodyElement;
import io.tidegate.codec.exi.iso15118.iso2.ResponseCode;

/** Sessions up to a station, and how they end. */
final class Outcome {
  private Outcome() {}

  static World at(Scenario scenario, Stop stop) {
    World world = new World(scenario);
    world.car.to(stop);
    return world;
  }

  /** Power is off, the plug is free, and the EVSE knows why. */
  static void assertOver(World world, String code) {
    world.rig.settle();
    assertThat(world.rig.closed).as("the line's end").isEqualTo(code);
    assertThat(world.rig.contactor).isEqualTo(ContactorState.OPEN);
    assertThat(world.rig.locked).isFalse();
    assertThat(world.rig.leaseRanOut).isFalse();
    EvseAction.End end = world.rig.last(EvseAction.End.class);
    assertThat(end.code()).isEqualTo(code);
    assertThat(end.sentence()).isNotBlank();
    assertThat(world.rig.last(EvseAction.Deenergise.class).code()).isEqualTo(code);
    assertThat(world.rig.all(EvseAction.End.class)).hasSize(1);
  }

  static void assertRefused(World world, BodyElement request, ResponseCode code) {
    BodyElement reply = world.car.say(request);
    assertThat(reply).as("a reply to " + request).isNotNull();
    assertThat(reply.getClass().getSimpleName())
        .isEqualTo(request.getClass().getSimpleName().replaceAll("Req$", "Res"));
    assertThat(Car.code(reply)).isEqualTo(code);
  }
}
