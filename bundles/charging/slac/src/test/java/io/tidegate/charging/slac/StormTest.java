package io.tidegate.charging.slac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.vehicle.PlcLink;
import io.tidegate.codec.slac.LumissilMme;
import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeException;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.MmeReader;
import io.tidegate.codec.slac.MmeWriter;
import io.tidegate.codec.slac.NetworkKey;
import io.tidegate.codec.slac.Octets;
import io.tidegate.codec.slac.QualcommMme;
import io.tidegate.sim.slac.Behaviour;
import io.tidegate.sim.slac.SlacVehicle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Messages in any order, damaged or forged, at any time: no key for whom it is not, no end of life.
 */
class StormTest {
  private static final MacAddress STRANGER = MacAddress.parse("02:00:00:00:00:ff");

  @Test
  void givesTheKeyToNobodyElseWhateverComesAndMatchesAfterwards() {
    for (int seed = 0; seed < 60; seed++) {
      Bench bench = new Bench();
      Random random = new Random(seed);
      Bench.Evse evse = bench.evse();
      SlacVehicle vehicle = bench.plugged(evse, Behaviour.GOOD);
      for (int i = 0; i < 300; i++) {
        bench.line.inject(damaged(storm(random, evse, vehicle), random), bench.now);
        bench.pass(random.nextInt(15));
        act(random, evse);
      }
      assertThat(evse.sent)
          .filteredOn(frame -> frame.message() instanceof Mme.SlacMatchCnf)
          .as("seed %s", seed)
          .allMatch(frame -> frame.destination().equals(vehicle.address()));
      vehicle.leave();
      evse.modem.silence(false);
      evse.asked(new Event.Match());
      bench.line.plug(vehicle, bench.now);
      bench.until(() -> evse.plc() == PlcLink.State.MATCHED, 5_000);
      assertThat(vehicle.key()).isEqualTo(evse.modem.key());
    }
  }

  private static void act(Random random, Bench.Evse evse) {
    switch (random.nextInt(60)) {
      case 0 -> evse.asked(new Event.Match());
      case 1 -> evse.asked(new Event.Terminate());
      case 2 -> evse.asked(new Event.Pause());
      case 3 -> evse.modem.silence(true);
      default -> evse.modem.silence(false);
    }
  }

  /** What a stranger says, who knows the vehicle's address and run. */
  private static Mme storm(Random random, Bench.Evse evse, SlacVehicle vehicle) {
    long run = random.nextBoolean() ? vehicle.runId() : random.nextLong();
    MacAddress who = random.nextBoolean() ? vehicle.address() : STRANGER;
    MacAddress self = evse.rules.self();
    Octets zeros = Octets.zeros(17);
    Octets groups = Octets.zeros(random.nextInt(60));
    NetworkKey key = NetworkKey.of(new byte[16]);
    List<Mme> all =
        List.of(
            new Mme.SlacParmReq(run),
            new Mme.StartAttenCharInd(random.nextInt(256), 6, 1, who, run),
            new Mme.MnbcSoundInd(zeros, 3, run, Octets.zeros(16)),
            new Mme.AttenProfileInd(who, groups),
            new Mme.AttenCharInd(who, run, zeros, zeros, 10, groups),
            new Mme.AttenCharRsp(who, run, zeros, zeros, random.nextInt(2)),
            new Mme.ValidateReq(0, 0, 1),
            new Mme.SlacMatchReq(zeros, who, zeros, self, run),
            new Mme.SlacMatchCnf(zeros, who, zeros, self, run, key.networkId(), key),
            new Mme.SetKeyReq(1, key.networkId(), key),
            new Mme.SetKeyCnf(0, random.nextInt(2)),
            new Mme.StaCapCnf(),
            new Mme.Other(1, 0x6068),
            new LumissilMme.LinkStatusCnf(1, random.nextBoolean()),
            new QualcommMme.LinkStatusCnf(0, random.nextBoolean()),
            new QualcommMme.LinkStatsCnf(
                0,
                0,
                0xf8,
                1,
                Optional.of(new QualcommMme.Sent(random.nextLong(), 0, random.nextLong(), 0, 0)),
                Optional.empty()));
    return all.get(random.nextInt(all.size()));
  }

  private static MmeFrame damaged(Mme message, Random random) {
    byte[] bytes = MmeWriter.write(new MmeFrame(MacAddress.BROADCAST, STRANGER, message));
    List<MmeFrame> read = new ArrayList<>();
    if (random.nextBoolean()) {
      bytes[19 + random.nextInt(bytes.length - 19)] ^= (byte) (1 << random.nextInt(8));
    }
    try {
      read.add(MmeReader.read(bytes));
    } catch (MmeException e) {
      read.add(new MmeFrame(MacAddress.BROADCAST, STRANGER, message));
    }
    return read.get(0);
  }
}
