package io.tidegate.core.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.Clearance;
import io.tidegate.api.control.Commitment;
import io.tidegate.api.control.Reason;
import io.tidegate.api.control.SafetyEnvelope.Envelope;
import io.tidegate.api.control.SafetyEnvelope.Verdict;
import io.tidegate.api.control.Setpoint;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random sites, histories, proposals and interleavings of answers, losses, expiries and
 * disconnections. At every instant: what stations can really be doing breaks no limit; no discharge
 * that must not be; falls are never delayed; the same arguments give the same bits (X6, S1.11,
 * S2.8, S2.9, S5.8).
 */
class WorldTest {
  private static final int STEPS = 800;

  /** Histories that broke a rule once. */
  private static final List<Long> ONCE_WRONG = List.of(80L, 1_341L, 1_342L, 2_077L, 2_556L, 2_678L);

  static LongStream seeds() {
    long most = Long.getLong("world.seeds", 30);
    return LongStream.concat(
        LongStream.rangeClosed(1, most),
        ONCE_WRONG.stream().mapToLong(s -> s).filter(s -> s > most));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noInterleavingBreaksARule(long seed) {
    World world = new World(seed);
    double[] proposal = new double[world.stations.size()];
    long id = 1;
    for (int step = 0; step < STEPS; step++) {
      String where = "seed " + seed + ", step " + step;
      world.advance(world.random.nextInt(20) == 0 ? 8 : world.random.nextDouble());
      holdsTheRatings(world, where);
      propose(world, proposal);
      Decision d = decide(world, proposal, id);
      isWellFormed(world, d, id, where);
      dischargesOnlyWhereItMay(world, d, where);
      neverDelaysAFall(world, d, where);
      for (Setpoint s : Depot.setpoints(d.verdict())) {
        world.depot.vehicle(world.depot.index(s)).book.issued(s);
        world.send(s);
        id = s.id() + 1;
      }
    }
  }

  private record Decision(Bounds bounds, double[] proposal, String[] mandates, Verdict verdict) {}

  private static void propose(World world, double[] proposal) {
    for (int i = 0; i < proposal.length; i++) {
      if (world.random.nextInt(15) == 0) {
        double[] liked = {0, 11_000, -10_000, 2_000, Double.NaN, 40_000, -40_000};
        int pick = world.random.nextInt(liked.length + 2);
        proposal[i] =
            pick < liked.length ? liked[pick] : (world.random.nextDouble() - 0.5) * 22_000;
      }
    }
  }

  private static Decision decide(World world, double[] proposal, long id) {
    Depot depot = world.depot;
    String[] mandates = new String[proposal.length];
    for (int i = 0; i < mandates.length; i++) {
      mandates[i] = List.of(Depot.LOCAL, Depot.UPSTREAM, "nobody").get(world.random.nextInt(3));
    }
    Reason[] reasons = new Reason[proposal.length];
    Arrays.fill(reasons, Depot.ASKED);
    Allocation asked = new Allocation(proposal.clone(), mandates, reasons, List.of());
    var picture = depot.picture();
    Envelope envelope = depot.kernel.bounds(picture, depot.state);
    Verdict verdict = depot.kernel.clear(picture, envelope, asked, id);

    SafetyKernel other = new SafetyKernel(new Clearances()::issue);
    Envelope again = other.bounds(picture, depot.state);
    Verdict same = other.clear(picture, again, asked, id);
    assertThat(again.state()).isEqualTo(envelope.state());
    assertThat(bits(same.powerW())).isEqualTo(bits(verdict.powerW()));
    assertThat(Depot.setpoints(same)).isEqualTo(Depot.setpoints(verdict));
    assertThat(same.reasons()).isEqualTo(verdict.reasons());

    depot.state = envelope.state();
    return new Decision(envelope.bounds(), proposal, mandates, verdict);
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  /** The truth against the ratings: what really flows, whatever the gateway believes. */
  private static void holdsTheRatings(World world, String where) {
    Depot depot = world.depot;
    Topology site = new Topology(depot.model());
    int n = site.evses;
    double[] in = new double[n];
    double[] out = new double[n];
    double[] unseen = new double[n];
    for (int i = 0; i < n; i++) {
      in[i] = Math.max(0, world.powerW(i));
      out[i] = Math.max(0, -world.powerW(i));
      unseen[i] = world.unseenW(i);
    }
    double[] inBelow = site.sumsBelow(in);
    double[] outBelow = site.sumsBelow(out);
    double[] unseenBelow = site.sumsBelow(unseen);
    holdsTheDifference(depot, site, new double[][] {in, out, unseen}, where);
    double[] phaseIn = site.phaseSumsBelow(in);
    double[] phaseOut = site.phaseSumsBelow(out);
    double[] phaseUnseen = site.phaseSumsBelow(unseen);
    for (int k = 0; k < site.nodes; k++) {
      boolean root = k == 0;
      double rating = depot.nodes.get(k).ratingW();
      double load = root ? depot.designLoadW : 0;
      double inCap = (root ? depot.importCapW : rating) - load;
      // a metered site may discharge what its building takes
      double outCap = root ? depot.exportCapW + (depot.metered ? load : 0) : rating;
      assertThat(inBelow[k]).as(where).isLessThanOrEqualTo(inCap + unseenBelow[k] + slack(inCap));
      assertThat(outBelow[k]).as(where).isLessThanOrEqualTo(outCap + slack(outCap));
      for (int p = 0; p < 3 && root; p++) {
        double phaseLoad = load / 3;
        double inPhase = depot.importCapPhaseW - phaseLoad;
        double outPhase = depot.exportCapPhaseW + (depot.metered ? phaseLoad : 0);
        assertThat(phaseIn[p])
            .as(where)
            .isLessThanOrEqualTo(inPhase + phaseUnseen[p] + slack(inPhase));
        if (!depot.metered) {
          assertThat(phaseOut[p]).as(where).isLessThanOrEqualTo(outPhase + slack(outPhase));
        }
      }
    }
  }

  /** What single-phase EVSEs take on a phase and deliver on another. */
  private static void holdsTheDifference(
      Depot depot, Topology site, double[][] flows, String where) {
    double[] in = Spread.singlesW(site, flows[0]);
    double[] out = Spread.singlesW(site, flows[1]);
    double[] unseen = Spread.singlesW(site, flows[2]);
    double allowed = depot.maxImbalanceW;
    for (int p = 0; p < 3; p++) {
      for (int q = 0; q < 3; q++) {
        double apart = p == q ? Math.max(in[p], out[p]) : in[p] + out[q];
        assertThat(apart)
            .as(where + ": difference of phases")
            .isLessThanOrEqualTo(allowed + unseen[p] + 1 + 0.001 * allowed);
      }
    }
  }

  private static double slack(double cap) {
    return 1 + 0.001 * Math.abs(cap);
  }

  private static void isWellFormed(World world, Decision d, long id, String where) {
    Verdict v = d.verdict();
    assertThat(v.reasons()).as(where).allSatisfy(r -> assertThat(r).isNotEmpty());
    long next = id;
    boolean rises = false;
    for (Clearance c : v.cleared()) {
      Setpoint s = c.setpoint();
      int i = world.depot.index(s);
      Vehicle vehicle = world.depot.vehicle(i);
      assertThat(s.id()).as(where).isEqualTo(next++);
      assertThat(s.powerW()).isEqualTo(v.powerW()[i]);
      assertThat(vehicle.online && vehicle.session).as(where).isTrue();
      assertThat(s.powerW()).as(where).isBetween(d.bounds().minW(i), d.bounds().maxW(i));
      assertThat(s.powerW() == 0 || Math.abs(s.powerW()) >= 1_380).as(where).isTrue();
      assertThat(s.expires()).isAfter(world.depot.now);
      boolean rise = rises(world, s, i);
      assertThat(rise || !rises).as(where + ": falls first").isTrue();
      rises |= rise;
    }
  }

  private static boolean rises(World world, Setpoint s, int i) {
    Reach reach = new Reach(new Topology(world.depot.model()), world.depot.picture());
    return s.powerW() > reach.chargeNowW[i] || -s.powerW() > reach.dischargeToldW[i];
  }

  /** Each condition anew, in the plainest words. */
  private static void dischargesOnlyWhereItMay(World world, Decision d, String where) {
    Depot depot = world.depot;
    for (Setpoint s : Depot.setpoints(d.verdict())) {
      if (s.powerW() >= 0) {
        continue;
      }
      int i = depot.index(s);
      Vehicle v = depot.vehicle(i);
      assertThat(v.allowed).as(where).isTrue();
      assertThat(v.socPct).as(where).isGreaterThan(20);
      assertThat(Ages.seconds(v.reported, depot.now)).as(where).isLessThanOrEqualTo(120);
      assertThat(depot.journalWritable).as(where).isTrue();
      var meter = depot.meters.get("grid");
      boolean measured = depot.metered;
      assertThat(measured).as(where + ": mains are measured").isTrue();
      assertThat(meter.reading().voltageV()).as(where).isEqualTo(230);
      assertThat(Ages.seconds(meter.at(), depot.now)).as(where).isLessThanOrEqualTo(3);
      boolean upstream =
          d.mandates()[i].equals(Depot.UPSTREAM)
              && Ages.seconds(depot.keepAlives.get(Depot.UPSTREAM), depot.now) <= 5;
      assertThat(upstream || d.mandates()[i].equals(Depot.LOCAL)).as(where).isTrue();
      assertThat(d.proposal()[i]).as(where).isNegative();
      assertThat(s.expires()).isEqualTo(s.issued().plusSeconds(30));
    }
  }

  /** What is asked to fall, or no longer allowed, falls now or was told to already. */
  private static void neverDelaysAFall(World world, Decision d, String where) {
    for (int i = 0; i < d.proposal().length; i++) {
      Vehicle v = world.depot.vehicle(i);
      Commitment c = v.book.commitment();
      if (!v.online || !v.session || !Double.isFinite(c.lastSentW())) {
        continue;
      }
      double asked = Double.isFinite(d.proposal()[i]) ? d.proposal()[i] : 0;
      double most = Math.max(0, Math.min(asked, d.bounds().maxW(i)));
      double least = Math.min(0, Math.max(asked, d.bounds().minW(i)));
      double stands = d.verdict().powerW()[i];
      double deadband = world.depot.deadbandW;
      assertThat(stands).as(where).isLessThanOrEqualTo(most + deadband);
      assertThat(stands).as(where).isGreaterThanOrEqualTo(least - deadband);
      int index = i;
      boolean sent =
          Depot.setpoints(d.verdict()).stream().anyMatch(s -> world.depot.index(s) == index);
      boolean falls = Math.abs(stands - c.lastSentW()) >= deadband;
      assertThat(sent || !falls).as(where + ": a change is sent at once").isTrue();
    }
  }
}
