package io.tidegate.charging.slac;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.NetworkKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A step while it is made: the next state, and what is sent and told. Lives within one call. */
final class Draft {
  /** Far enough away for "never", near enough for differences of nanoseconds not to overflow. */
  static final long NEVER = Long.MAX_VALUE / 4;

  final Rules rules;
  final long now;
  private final Supplier<Secret> secrets;
  private final List<MmeFrame> frames = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();

  LinkState.Phase phase;
  boolean wanted;
  boolean down;
  long begun;
  long deadline;
  int attempt;
  Optional<Secret> secret;
  Optional<MacAddress> modem;
  Rules.Maker maker;
  List<Run> runs;
  Optional<LinkState.Match> match;
  boolean failed;
  String detail;

  Draft(LinkState state, Rules rules, long now, Supplier<Secret> secrets) {
    this.rules = rules;
    this.now = now;
    this.secrets = secrets;
    phase = state.phase();
    wanted = state.wanted();
    down = state.down();
    begun = state.begun();
    deadline = state.deadline();
    attempt = state.attempt();
    secret = state.secret();
    modem = state.modem();
    maker = state.maker();
    runs = new ArrayList<>(state.runs());
    match = state.match();
    failed = state.failed();
    detail = state.detail();
  }

  boolean passed(long time) {
    return now - time >= 0;
  }

  void send(MacAddress to, Mme message) {
    send(new MmeFrame(to, rules.self(), message));
  }

  void send(MmeFrame frame) {
    frames.add(frame);
  }

  void note(String text) {
    notes.add(new Note(false, text));
  }

  void warn(String text) {
    notes.add(new Note(true, text));
  }

  /** Leaves the network with a key that nobody else has; then waits for a vehicle, or not. */
  void leave(boolean thenWait) {
    wanted = thenWait;
    runs.clear();
    match = Optional.empty();
    secret = Optional.of(secrets.get());
    phase = LinkState.Phase.KEY;
    attempt = 0;
    sendKey();
  }

  void sendKey() {
    deadline = now + Rules.KEY_NS;
    Secret fresh = secret.orElseThrow();
    NetworkKey key = fresh.key();
    send(rules.modem(), new Mme.SetKeyReq(fresh.nonce(), key.networkId(), key));
  }

  void fail(String why) {
    warn("Matching failed: " + why);
    leave(false);
    failed = true;
    detail = why;
  }

  void put(Run run) {
    runs.removeIf(other -> other.vehicle().equals(run.vehicle()));
    runs.add(run);
  }

  Optional<Run> run(MacAddress vehicle) {
    return runs.stream().filter(run -> run.vehicle().equals(vehicle)).findFirst();
  }

  void watch(Watch watch) {
    match = match.map(m -> m.with(watch));
  }

  Step done() {
    LinkState state =
        new LinkState(
            phase, wanted, down, begun, deadline, attempt, secret, modem, maker, runs, match,
            failed, detail);
    return new Step(state, frames, notes, next());
  }

  private long next() {
    long soonest = now + NEVER;
    if (phase != LinkState.Phase.IDLE && phase != LinkState.Phase.MATCHED) {
      soonest = sooner(soonest, deadline);
    }
    for (Run run : runs) {
      soonest = sooner(soonest, run.deadline());
    }
    return match.isPresent() ? sooner(soonest, Watching.next(this)) : soonest;
  }

  private static long sooner(long a, long b) {
    return a - b < 0 ? a : b;
  }
}
