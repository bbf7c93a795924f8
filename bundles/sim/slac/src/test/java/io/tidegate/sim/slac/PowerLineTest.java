package io.tidegate.sim.slac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.NetworkKey;
import io.tidegate.codec.slac.Octets;
import io.tidegate.codec.slac.QualcommMme;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The vehicle against the shortest EVSE that can be written, one that the gateway has no part in.
 */
class PowerLineTest {
  private static final MacAddress EVSE = MacAddress.parse("02:00:00:00:00:22");
  private static final MacAddress CAR = MacAddress.parse("02:00:00:00:00:11");
  private static final NetworkKey KEY = NetworkKey.of(new byte[16]);

  private final PowerLine line = new PowerLine();
  private final SimulatedModem modem =
      new SimulatedModem(MacAddress.parse("02:b0:52:00:00:02"), SimulatedModem.Maker.QUALCOMM);
  private final List<Mme> heard = new ArrayList<>();
  private long now;
  private int profiles;

  private SlacVehicle play(Behaviour behaviour) {
    SlacVehicle vehicle = new SlacVehicle(CAR, behaviour, new Random(1));
    line.evse(EVSE, modem, this::answer);
    line.vehicle(vehicle);
    line.send(
        new MmeFrame(SimulatedModem.LOCAL, EVSE, new Mme.SetKeyReq(5, KEY.networkId(), KEY)), 0);
    line.deliver();
    line.plug(vehicle, now);
    while (line.deadline() != SlacVehicle.NEVER && now < TimeUnit.SECONDS.toNanos(20)) {
      now = line.deadline();
      line.tick(now);
    }
    return vehicle;
  }

  private void answer(MmeFrame frame) {
    Mme message = frame.message();
    heard.add(message);
    Octets zeros = Octets.zeros(17);
    if (message instanceof Mme.SlacParmReq m) {
      say(new Mme.SlacParmCnf(MacAddress.BROADCAST, 10, 6, 1, CAR, m.runId()));
    } else if (message instanceof Mme.AttenProfileInd m && ++profiles == 10) {
      Mme.MnbcSoundInd sound = (Mme.MnbcSoundInd) last(Mme.MnbcSoundInd.class);
      say(new Mme.AttenCharInd(CAR, sound.runId(), zeros, zeros, 10, m.groups()));
    } else if (message instanceof Mme.ValidateReq) {
      say(new Mme.ValidateCnf(0, 0, Mme.ValidateCnf.NOT_REQUIRED));
    } else if (message instanceof Mme.SlacMatchReq m) {
      say(new Mme.SlacMatchCnf(m.vehicleId(), CAR, zeros, EVSE, m.runId(), KEY.networkId(), KEY));
    }
  }

  private Mme last(Class<? extends Mme> type) {
    return heard.stream().filter(type::isInstance).reduce((a, b) -> b).orElseThrow();
  }

  private void say(Mme message) {
    line.send(new MmeFrame(CAR, EVSE, message), now);
  }

  @Test
  void matchesWithAnEvseThatDoesAsTheStandardSays() {
    SlacVehicle vehicle = play(Behaviour.GOOD);
    assertThat(vehicle.state()).isEqualTo(SlacVehicle.State.MATCHED);
    SlacVehicle.Match match = vehicle.match().orElseThrow();
    assertThat(match.evse()).isEqualTo(EVSE);
    assertThat(match.attenuationDb()).isEqualTo(12);
    assertThat(modem.linked()).isTrue();
    assertThat(heard.stream().filter(Mme.StartAttenCharInd.class::isInstance)).hasSize(3);
    assertThat(heard.stream().filter(Mme.MnbcSoundInd.class::isInstance)).hasSize(10);
    assertThat(heard.stream().filter(Mme.AttenCharRsp.class::isInstance)).hasSize(1);
  }

  @Test
  void validatesBeforeItChoosesWhenItIsToldTo() {
    assertThat(play(Behaviour.GOOD.validating()).state()).isEqualTo(SlacVehicle.State.MATCHED);
    assertThat(heard).hasAtLeastOneElementOfType(Mme.ValidateReq.class);
  }

  @Test
  void givesUpWithoutAnAnswer() {
    line.fate(frame -> frame.message() instanceof Mme.SlacParmCnf ? 0 : 1);
    assertThat(play(Behaviour.GOOD).state()).isEqualTo(SlacVehicle.State.FAILED);
    assertThat(heard.stream().filter(Mme.SlacParmReq.class::isInstance)).hasSize(3);
  }

  @Test
  void doesNotJoinWhenItIsToldNotTo() {
    assertThat(play(Behaviour.GOOD.withoutJoining()).match()).isPresent();
    assertThat(modem.linked()).isFalse();
  }

  @Test
  void answersItsHostAsItsMakerDoes() {
    MmeFrame status = new MmeFrame(SimulatedModem.LOCAL, EVSE, new QualcommMme.LinkStatusReq());
    assertThat(modem.fromHost(status))
        .containsExactly(
            new MmeFrame(EVSE, modem.address(), new QualcommMme.LinkStatusCnf(0, false)));
    modem.silence(true);
    assertThat(modem.fromHost(status)).isEmpty();
    assertThat(new SimulatedModem(CAR, SimulatedModem.Maker.NEITHER).fromHost(status)).isEmpty();
  }
}
