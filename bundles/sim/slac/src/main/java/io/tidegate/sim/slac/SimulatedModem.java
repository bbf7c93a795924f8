package io.tidegate.sim.slac;

import io.tidegate.codec.slac.LumissilMme;
import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.NetworkKey;
import io.tidegate.codec.slac.Octets;
import io.tidegate.codec.slac.QualcommMme;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An EVSE's modem: takes keys, measures sounds, answers its host in its maker's messages.
 * Thread-safe, so that a test can change it while it works.
 */
public final class SimulatedModem {
  /** Where modems of Qualcomm listen to their host. */
  public static final MacAddress LOCAL = MacAddress.parse("00:b0:52:00:00:01");

  /** Whose messages it speaks. */
  public enum Maker {
    QUALCOMM,
    LUMISSIL,
    NEITHER
  }

  private static final int SUCCESS_OF_THE_FIELD = 1;

  private final MacAddress address;
  private final Maker maker;
  private Optional<NetworkKey> key = Optional.empty();
  private Optional<NetworkKey> vehicleKey = Optional.empty();
  private MacAddress vehicle = MacAddress.BROADCAST;
  private int attenuationDb = 12;
  private boolean silent;
  private boolean statistics = true;
  private int keysSet;
  private long good;
  private long lost;
  private long bad;

  public SimulatedModem(MacAddress address, Maker maker) {
    this.address = address;
    this.maker = maker;
  }

  public MacAddress address() {
    return address;
  }

  public synchronized Optional<NetworkKey> key() {
    return key;
  }

  /** Keys taken so far. */
  public synchronized int keysSet() {
    return keysSet;
  }

  /** While on, it answers nothing. */
  public synchronized void silence(boolean on) {
    silent = on;
  }

  /** Whether it keeps statistics. */
  public synchronized void statistics(boolean on) {
    statistics = on;
  }

  /** dB of every group, 0–255. */
  public synchronized void attenuation(int db) {
    attenuationDb = db;
  }

  /** Packets that have crossed the line since the last call, and blocks with a bad checksum. */
  public synchronized void traffic(long arrived, long failed, long badBlocks) {
    good += arrived;
    lost += failed;
    bad += badBlocks;
  }

  /** The station at the other end and the key that its modem holds, if any. */
  public synchronized void other(MacAddress host, Optional<NetworkKey> held) {
    vehicle = host;
    vehicleKey = held;
  }

  /** Whether the other station is in its network. */
  public synchronized boolean linked() {
    return key.isPresent() && key.equals(vehicleKey);
  }

  /** Whether a frame is for the modem itself. */
  public boolean takes(MmeFrame frame) {
    return frame.destination().equals(address) || frame.destination().equals(LOCAL);
  }

  /** Answers to a frame of its host. */
  public synchronized List<MmeFrame> fromHost(MmeFrame frame) {
    if (silent) {
      return List.of();
    }
    return answer(frame.message())
        .map(message -> List.of(new MmeFrame(frame.source(), address, message)))
        .orElse(List.of());
  }

  private Optional<Mme> answer(Mme asked) {
    if (asked instanceof Mme.SetKeyReq m) {
      key = Optional.of(m.key());
      keysSet++;
      return Optional.of(new Mme.SetKeyCnf(SUCCESS_OF_THE_FIELD, m.myNonce()));
    } else if (asked instanceof LumissilMme.LinkStatusReq m && maker == Maker.LUMISSIL) {
      return Optional.of(new LumissilMme.LinkStatusCnf(m.request(), linked()));
    }
    return maker == Maker.QUALCOMM ? qualcomm(asked) : Optional.empty();
  }

  private Optional<Mme> qualcomm(Mme asked) {
    if (asked instanceof QualcommMme.LinkStatusReq) {
      return Optional.of(new QualcommMme.LinkStatusCnf(0, linked()));
    } else if (asked instanceof QualcommMme.NetworkInfoReq) {
      return Optional.of(new QualcommMme.NetworkInfoCnf(linked() ? network() : List.of()));
    } else if (asked instanceof QualcommMme.LinkStatsReq m && statistics) {
      QualcommMme.Sent sent = new QualcommMme.Sent(good, 0, lost, good, 0);
      QualcommMme.Received received = new QualcommMme.Received(0, 0, good, bad, 0, 0);
      return Optional.of(
          new QualcommMme.LinkStatsCnf(
              0, m.direction(), m.link(), 2, Optional.of(sent), Optional.of(received)));
    }
    return Optional.empty();
  }

  private List<QualcommMme.Network> network() {
    QualcommMme.Station other =
        new QualcommMme.Station(SlacVehicle.modemOf(vehicle), 2, vehicle, 10, 10);
    Octets id = key.orElseThrow().networkId();
    return List.of(new QualcommMme.Network(id, 1, 1, 2, address, 1, List.of(other)));
  }

  /** What it tells its host of a sound; nothing when it is silent. */
  public synchronized List<MmeFrame> heard(MacAddress host, MmeFrame sound) {
    if (silent) {
      return List.of();
    }
    byte[] groups = new byte[Mme.GROUPS];
    Arrays.fill(groups, (byte) attenuationDb);
    Mme profile = new Mme.AttenProfileInd(sound.source(), Octets.of(groups));
    return List.of(new MmeFrame(host, address, profile));
  }
}
