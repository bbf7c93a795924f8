package io.tidegate.sim.ev;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.tidegate.codec.exi.iso15118.ExiException;
import io.tidegate.codec.exi.iso15118.sap.AppProtocol;
import io.tidegate.codec.exi.iso15118.sap.SapExi;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolReq;
import io.tidegate.codec.exi.iso15118.sap.SupportedAppProtocolRes;
import io.tidegate.sim.ev.Mischief.Trick;
import io.tidegate.sim.ev.Speech.Ask;
import io.tidegate.sim.ev.Speech.Finish;
import io.tidegate.sim.ev.Speech.Flaw;
import io.tidegate.sim.ev.Speech.Refusal;
import io.tidegate.sim.ev.Speech.Request;
import io.tidegate.sim.ev.Speech.Said;
import io.tidegate.sim.ev.Speech.Turn;
import io.tidegate.sim.ev.VehicleProfile.Offer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vehicle's session from the search for the station to its end: asks, waits, times out, and does
 * what it was told to do wrong. All on one event loop.
 */
final class Drive {
  private static final Logger LOG = LoggerFactory.getLogger(Drive.class);
  private static final int SAP = 0x8001;

  private final VehicleProfile profile;
  private final PowerTrain power;
  private final Speeches speeches;
  private final Witness witness;
  private final EventLoop loop;
  private final Wire wire;
  private final CompletableFuture<Ending> ended = new CompletableFuture<>();
  private final Map<Phase, Integer> counts = new EnumMap<>(Phase.class);

  private Speech speech;
  private Discovery discovery;
  private Phase phase = Phase.DISCOVERY;
  private long phaseSince = System.nanoTime();
  private long sentNanos;
  private long loops;
  private boolean doubled;
  private boolean skipping;
  private boolean awaiting;
  private boolean mute;
  private boolean over;
  private ScheduledFuture<?> timer;
  private volatile Resumption resumption = Resumption.NONE;

  Drive(
      VehicleProfile profile,
      PowerTrain power,
      Speeches speeches,
      Credentials credentials,
      Witness witness,
      EventLoop loop,
      VehicleTls tls) {
    this.profile = profile;
    this.power = power;
    this.speeches = speeches;
    this.witness = witness;
    this.loop = loop;
    this.wire = new Wire(loop, () -> tls.engine(credentials, speeches.mutual()), new FromStation());
  }

  CompletableFuture<Ending> ended() {
    return ended;
  }

  Resumption resumption() {
    return resumption;
  }

  void start(Endpoint station) {
    enter(Phase.DISCOVERY);
    if (station.iface().isEmpty()) {
      connect(new Discovery.Found(station.address(), station.tls()));
      return;
    }
    discovery =
        new Discovery(
            loop,
            station,
            (found, trouble) -> {
              if (found == null) {
                end(Ending.Kind.NO_STATION, "", trouble);
              } else if (station.tls() && !found.tls()) {
                end(Ending.Kind.NO_TLS, "", "the station offers no TLS");
              } else {
                connect(found);
              }
            });
    discovery.start();
  }

  private void connect(Discovery.Found found) {
    enter(Phase.CONNECTION);
    if (!mute) {
      wire.connect(found.address(), found.tls());
    }
  }

  private void enter(Phase next) {
    if (next != phase) {
      phase = next;
      phaseSince = System.nanoTime();
    }
  }

  // asking

  private void ask(Phase next) {
    if (over || mute) {
      return;
    }
    enter(next);
    int nth = counts.merge(next, 1, Integer::sum);
    Trick trick =
        profile.mischief().stream()
            .filter(m -> m.phase() == next && m.from() == nth)
            .map(Mischief::trick)
            .findFirst()
            .orElse(null);
    if (trick == null) {
      send(request(next, Flaw.NONE));
    } else {
      LOG.debug("{} {}: {}", profile.evccId(), next, trick);
      play(next, trick);
    }
  }

  private Request request(Phase next, Flaw flaw) {
    return next == Phase.APP_PROTOCOL || speech == null
        ? appProtocols()
        : speech.request(next, flaw);
  }

  private Request appProtocols() {
    List<AppProtocol> offered =
        profile.offers().stream()
            .map(
                o ->
                    new AppProtocol(
                        o.namespace(), o.major(), o.minor(), o.schemaId(), o.priority()))
            .toList();
    return new Request(SAP, SapExi.SET.encode(new SupportedAppProtocolReq(offered)));
  }

  private void play(Phase next, Trick trick) {
    if (trick instanceof Trick.FallSilent) {
      mute();
    } else if (trick instanceof Trick.PullPlug) {
      pull();
    } else if (trick instanceof Trick.HangUp) {
      hangUp(false);
    } else if (trick instanceof Trick.Reset) {
      hangUp(true);
    } else if (trick instanceof Trick.Dawdle late) {
      later(late.by(), () -> send(request(next, Flaw.NONE)));
    } else if (trick instanceof Trick.NotReady) {
      Request request = request(next, Flaw.NONE);
      power.notReady();
      send(request);
    } else if (trick instanceof Trick.Instead instead) {
      phase = instead.other();
      send(request(instead.other(), Flaw.NONE));
    } else {
      spoil(next, trick);
    }
  }

  private void spoil(Phase next, Trick trick) {
    Request request = request(next, flaw(trick));
    byte[] frame = Wire.frame(request);
    if (trick instanceof Trick.Twice) {
      doubled = true;
      transmit(frame);
      wire.write(frame.clone());
    } else if (trick instanceof Trick.Mislabel other) {
      send(new Request(other.payloadType(), request.exi()));
    } else if (trick instanceof Trick.CutShort cut) {
      int left = Math.max(0, request.exi().length - cut.bytes());
      send(new Request(request.payloadType(), java.util.Arrays.copyOf(request.exi(), left)));
    } else if (trick instanceof Trick.FlipBit flip) {
      byte[] exi = request.exi();
      int bit = Math.floorMod(flip.bit(), exi.length * 8);
      exi[bit / 8] ^= (byte) (0x80 >> bit % 8);
      send(new Request(request.payloadType(), exi));
    } else if (trick instanceof Trick.Starve) {
      frame[Wire.HEADER - 1] = (byte) (frame[Wire.HEADER - 1] + 10);
      transmit(frame);
    } else if (trick instanceof Trick.Blurt blurt) {
      transmit(blurt.frame().clone());
    } else {
      send(request);
    }
  }

  private static Flaw flaw(Trick trick) {
    if (trick instanceof Trick.StrangeSession) {
      return Flaw.STRANGE_SESSION;
    }
    if (trick instanceof Trick.BadSignature) {
      return Flaw.BAD_SIGNATURE;
    }
    if (trick instanceof Trick.NoSignature) {
      return Flaw.NO_SIGNATURE;
    }
    return trick instanceof Trick.StaleChallenge ? Flaw.STALE_CHALLENGE : Flaw.NONE;
  }

  private void send(Request request) {
    byte[] exi = request.exi();
    Request whole =
        profile.oddities().trailingZero()
            ? new Request(request.payloadType(), java.util.Arrays.copyOf(exi, exi.length + 1))
            : request;
    transmit(Wire.frame(whole));
  }

  private void transmit(byte[] frame) {
    if (over || mute) {
      return;
    }
    awaiting = true;
    sentNanos = System.nanoTime();
    witness.asked(phase, sentNanos);
    wire.write(frame);
    Phase asked = phase;
    Duration most = speech == null ? Speech.ORDINARY : speech.timeout(asked);
    later(
        patient(most),
        () -> end(Ending.Kind.SILENCE, "", "no answer to " + asked + " within " + patient(most)));
  }

  private Duration patient(Duration most) {
    return Duration.ofNanos((long) (most.toNanos() * profile.pace().patience()));
  }

  /** A vehicle waits for one thing at a time. */
  private void later(Duration after, Runnable what) {
    cancel();
    timer = loop.schedule(what, Math.max(0, after.toNanos()), TimeUnit.NANOSECONDS);
  }

  private void cancel() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  // hearing

  private void heard(int payloadType, byte[] exi) {
    if (skipping) {
      skipping = false;
      return; // the second answer to a request that was sent twice
    }
    if (!awaiting || mute || over) {
      return;
    }
    awaiting = false;
    skipping = doubled;
    doubled = false;
    cancel();
    long now = System.nanoTime();
    try {
      if (speech == null) {
        agreed(exi, now);
        return;
      }
      turn(speech.answered(phase, payloadType, exi, new Reporter(now)));
    } catch (ExiException e) {
      end(Ending.Kind.NONSENSE, "", phase + " was answered with no message: " + e.getMessage());
    } catch (Refusal e) {
      resumption = speech == null ? resumption : speech.resumption();
      finish(e.at(phase));
    }
  }

  private void agreed(byte[] exi, long now) throws ExiException, Refusal {
    if (!(SapExi.SET.decode(exi) instanceof SupportedAppProtocolRes response)) {
      throw Refusal.nonsense("no answer to the protocols that were offered");
    }
    String code = response.responseCode().wire();
    witness.answered(phase, code, sentNanos, now);
    if (!code.startsWith("OK")) {
      throw new Refusal(Ending.Kind.REFUSED, code, "no protocol was agreed on");
    }
    Offer chosen =
        profile.offers().stream()
            .filter(o -> response.schemaID() != null && o.schemaId() == response.schemaID())
            .findFirst()
            .orElseThrow(() -> Refusal.nonsense("a protocol was chosen that was not offered"));
    speech =
        speeches
            .of(chosen)
            .orElseThrow(() -> Refusal.nonsense("the vehicle cannot speak " + chosen));
    ask(speech.begin());
  }

  private void turn(Turn turn) {
    resumption = speech.resumption();
    if (turn instanceof Finish last) {
      finish(last.ending());
      return;
    }
    Ask next = (Ask) turn;
    long inPhase = System.nanoTime() - phaseSince;
    if (next.phase() == phase
        && phase != Phase.CHARGE_LOOP
        && inPhase > patient(speech.stuck(phase)).toNanos()) {
      end(Ending.Kind.STUCK, "", phase + " did not come to an end");
      return;
    }
    long wait = next.after().toNanos();
    if (next.phase() == Phase.CHARGE_LOOP) {
      wait -= System.nanoTime() - sentNanos;
    }
    if (wait <= 0) {
      ask(next.phase());
    } else {
      later(Duration.ofNanos(wait), () -> ask(next.phase()));
    }
  }

  /** Tells the witness what a response says. */
  private final class Reporter implements Speech.Heard {
    private final long now;

    Reporter(long now) {
      this.now = now;
    }

    @Override
    public void code(String code) {
      witness.answered(phase, code, sentNanos, now);
    }

    @Override
    public void loop(Said said) {
      loops++;
      witness.looped(
          new Loop(
              loops,
              sentNanos,
              now,
              said.maxChargeW(),
              said.maxDischargeW(),
              said.targetW(),
              said.presentV(),
              said.presentA(),
              said.notification(),
              power.feel(),
              power.battery().socPct()));
    }
  }

  private final class FromStation implements Wire.Listener {
    @Override
    public void open() {
      ask(Phase.APP_PROTOCOL);
    }

    @Override
    public void received(int payloadType, byte[] exi) {
      heard(payloadType, exi);
    }

    @Override
    public void failed(boolean tls, String why) {
      end(tls ? Ending.Kind.NO_TLS : Ending.Kind.NO_STATION, "", why);
    }

    @Override
    public void closed() {
      end(Ending.Kind.HUNG_UP, "", "the station closed the connection in " + phase);
    }
  }

  // ends

  /** Says nothing any more; the connection stays until the station closes it. */
  void mute() {
    mute = true;
    cancel();
  }

  void pull() {
    power.pull();
    mute();
  }

  void hangUp(boolean reset) {
    if (!over) {
      finish(new Ending(Ending.Kind.ABANDONED, phase, "", "the vehicle closed the connection"));
      wire.close(reset);
    }
  }

  private void end(Ending.Kind kind, String code, String detail) {
    finish(new Ending(kind, phase, code, detail));
  }

  private void finish(Ending ending) {
    if (over) {
      return;
    }
    cancel();
    if (discovery != null) {
      discovery.cancel();
    }
    LOG.debug("{} {}", profile.evccId(), ending);
    if (ending.kind() != Ending.Kind.ABANDONED) {
      wire.close(false);
    }
    if (!mute) {
      power.disconnect();
      power.notReady();
    }
    over = true;
    witness.ended(ending);
    ended.complete(ending);
  }
}
