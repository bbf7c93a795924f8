package io.tidegate.sim.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.NetworkKey;
import io.tidegate.codec.slac.Octets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A vehicle's matching (ISO 15118-3 annex A): asks, sounds, listens to what the EVSEs have heard,
 * and asks the nearest for its key. One thread; the caller hands in the time (ns), takes the frames
 * to send, and calls {@link #tick} at {@link #deadline}.
 */
public final class SlacVehicle {
  /** How far it is. */
  public enum State {
    UNPLUGGED,
    ASKING,
    STARTING,
    SOUNDING,
    LISTENING,
    VALIDATING,
    CHOOSING,
    MATCHED,
    FAILED
  }

  /** A key that it was given. */
  public record Match(MacAddress evse, double attenuationDb, Octets networkId, NetworkKey key) {}

  /** No deadline. */
  public static final long NEVER = Long.MAX_VALUE / 4;

  private static final long RESPONSE_NS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long RESULTS_NS = TimeUnit.MILLISECONDS.toNanos(1_200);
  private static final int STARTS = 3;
  private static final int RETRIES = 2;
  private static final int TIMEOUT_TENTHS = 6;
  private static final int READY = 1;

  private final MacAddress address;
  private final Octets id;
  private final Behaviour behaviour;
  private final Random random;
  private final Set<MacAddress> answered = new LinkedHashSet<>();
  private final Map<MacAddress, Mme.AttenCharInd> heard = new LinkedHashMap<>();
  private final List<MmeFrame> out = new ArrayList<>();

  private State state = State.UNPLUGGED;
  private long runId;
  private long deadline = NEVER;
  private long results;
  private int count;
  private MacAddress chosen = MacAddress.BROADCAST;
  private Optional<Match> match = Optional.empty();

  /**
   * @param random for run ids and sounds
   */
  public SlacVehicle(MacAddress address, Behaviour behaviour, Random random) {
    this.address = address;
    this.behaviour = behaviour;
    this.random = random;
    this.id = Octets.text("TIDEGATE" + address.toString().replace(":", "").substring(3), 17);
  }

  public MacAddress address() {
    return address;
  }

  /** The address of a vehicle's modem, of which that of its host is another. */
  public static MacAddress modemOf(MacAddress host) {
    return new MacAddress(host.bits() ^ 0x1000);
  }

  public State state() {
    return state;
  }

  public long runId() {
    return runId;
  }

  /** When to call {@link #tick}; {@link #NEVER} when there is nothing to wait for. */
  public long deadline() {
    return deadline;
  }

  /** What it has matched with; empty before. */
  public Optional<Match> match() {
    return match;
  }

  /** The key that its modem holds. */
  public Optional<NetworkKey> key() {
    return match.filter(m -> behaviour.joins()).map(Match::key);
  }

  /** Plugs in: begins with a new run. */
  public List<MmeFrame> start(long now) {
    runId = random.nextLong();
    answered.clear();
    heard.clear();
    match = Optional.empty();
    state = State.ASKING;
    count = 0;
    return ask(now);
  }

  /** Unplugs, or leaves the network. */
  public void leave() {
    state = State.UNPLUGGED;
    deadline = NEVER;
    match = Optional.empty();
  }

  private List<MmeFrame> ask(long now) {
    deadline = now + RESPONSE_NS;
    send(MacAddress.BROADCAST, new Mme.SlacParmReq(runId));
    return taken();
  }

  private void send(MacAddress to, Mme message) {
    out.add(new MmeFrame(to, address, message));
  }

  private List<MmeFrame> taken() {
    List<MmeFrame> frames = List.copyOf(out);
    out.clear();
    return frames;
  }

  /** Does what is due. */
  public List<MmeFrame> tick(long now) {
    if (deadline == NEVER || now - deadline < 0) {
      return List.of();
    }
    switch (state) {
      case ASKING -> askAgain(now);
      case STARTING -> announce(now);
      case SOUNDING -> sound(now);
      case LISTENING -> choose(now);
      case VALIDATING, CHOOSING -> again(now);
      case UNPLUGGED, MATCHED, FAILED -> deadline = NEVER;
    }
    return taken();
  }

  private void askAgain(long now) {
    if (!answered.isEmpty()) {
      state = State.STARTING;
      count = 0;
      results = now + RESULTS_NS;
      announce(now);
    } else if (count++ < RETRIES) {
      deadline = now + RESPONSE_NS;
      send(MacAddress.BROADCAST, new Mme.SlacParmReq(runId));
    } else {
      fail();
    }
  }

  private void announce(long now) {
    send(
        MacAddress.BROADCAST,
        new Mme.StartAttenCharInd(behaviour.announced(), TIMEOUT_TENTHS, 1, address, runId));
    deadline = now + INTERVAL_NS;
    if (++count == STARTS) {
      state = State.SOUNDING;
      count = 0;
    }
  }

  private void sound(long now) {
    if (count == behaviour.sounds()) {
      state = State.LISTENING;
      deadline = results;
      if (enough()) {
        choose(now);
      }
      return;
    }
    byte[] noise = new byte[16];
    random.nextBytes(noise);
    int remaining = Math.max(0, behaviour.announced() - ++count);
    send(MacAddress.BROADCAST, new Mme.MnbcSoundInd(id, remaining, runId, Octets.of(noise)));
    deadline = now + INTERVAL_NS;
  }

  private boolean enough() {
    return heard.keySet().containsAll(answered);
  }

  private void choose(long now) {
    Optional<MacAddress> nearest =
        heard.keySet().stream()
            .min(Comparator.comparingDouble(e -> attenuation(heard.get(e).groups())));
    if (nearest.isEmpty() || !behaviour.confirms()) {
      fail();
      return;
    }
    chosen = nearest.get();
    state = behaviour.validates() ? State.VALIDATING : State.CHOOSING;
    count = 0;
    insist(now);
  }

  private void insist(long now) {
    deadline = now + RESPONSE_NS;
    if (state == State.VALIDATING) {
      send(chosen, new Mme.ValidateReq(0, 0, READY));
    } else {
      MacAddress self =
          behaviour.foreignAddress() ? new MacAddress(address.bits() ^ 0xff) : address;
      long run = behaviour.staleRun() ? runId - 1 : runId;
      Octets evseId = Octets.zeros(Mme.STATION_ID);
      send(chosen, new Mme.SlacMatchReq(id, self, evseId, chosen, run));
    }
  }

  private void again(long now) {
    if (count++ < RETRIES) {
      insist(now);
    } else {
      fail();
    }
  }

  private void fail() {
    state = State.FAILED;
    deadline = NEVER;
  }

  private static double attenuation(Octets groups) {
    double sum = 0;
    for (int i = 0; i < groups.length(); i++) {
      sum += groups.at(i);
    }
    return groups.length() == 0 ? Double.MAX_VALUE : sum / groups.length();
  }

  /** A frame from the line; what is not for it is passed over. */
  public List<MmeFrame> receive(MmeFrame frame, long now) {
    MacAddress from = frame.source();
    MacAddress modem = modemOf(address);
    if (frame.destination().equals(modem)) {
      boolean answers = frame.message() instanceof Mme.StaCapReq && key().isPresent();
      return answers ? List.of(new MmeFrame(from, modem, new Mme.StaCapCnf())) : List.of();
    }
    if (!frame.destination().equals(address) && !frame.destination().group()) {
      return List.of();
    }
    if (frame.message() instanceof Mme.SlacParmCnf m) {
      if (state == State.ASKING && m.runId() == runId) {
        answered.add(from);
      }
    } else if (frame.message() instanceof Mme.AttenCharInd m) {
      told(from, m, now);
    } else if (frame.message() instanceof Mme.ValidateCnf) {
      if (state == State.VALIDATING && from.equals(chosen)) {
        state = State.CHOOSING;
        count = 0;
        insist(now);
      }
    } else if (frame.message() instanceof Mme.SlacMatchCnf m) {
      given(from, m);
    } else if (frame.message() instanceof Mme.StaCapReq && key().isPresent()) {
      send(from, new Mme.StaCapCnf());
    }
    return taken();
  }

  private void told(MacAddress from, Mme.AttenCharInd m, long now) {
    boolean listens = state == State.SOUNDING || state == State.LISTENING;
    if (m.runId() != runId || state == State.UNPLUGGED || state == State.FAILED) {
      return;
    }
    if (behaviour.confirms()) {
      Octets zeros = Octets.zeros(Mme.STATION_ID);
      send(from, new Mme.AttenCharRsp(address, runId, zeros, zeros, 0));
    }
    if (listens) {
      heard.put(from, m);
      if (state == State.LISTENING && enough()) {
        choose(now);
      }
    }
  }

  private void given(MacAddress from, Mme.SlacMatchCnf m) {
    if (state == State.CHOOSING && from.equals(chosen) && m.runId() == runId) {
      state = State.MATCHED;
      deadline = NEVER;
      match =
          Optional.of(
              new Match(from, attenuation(heard.get(from).groups()), m.networkId(), m.key()));
    }
  }
}
