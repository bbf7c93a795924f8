package io.tidegate.charging.slac;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.slac.MacAddress;
import io.tidegate.codec.slac.Mme;
import io.tidegate.codec.slac.MmeFrame;
import io.tidegate.codec.slac.Octets;
import io.tidegate.codec.slac.QualcommMme;
import io.tidegate.sim.slac.SimulatedModem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Every timer of the standard: a message a millisecond before its end counts, one after does not.
 */
class TimersTest {
  private static final MacAddress CAR = MacAddress.parse("02:00:00:00:00:e1");
  private static final MacAddress EVSE = MacAddress.parse("02:00:00:00:00:a1");
  private static final MacAddress MODEM = MacAddress.parse("02:b0:52:00:00:01");
  private static final Octets ZEROS = Octets.zeros(17);
  private static final long RUN = 77;

  private final Rules rules = Bench.rules(EVSE, Rules.Maker.AUTO);
  private final Bench bench = new Bench();
  private LinkState state;
  private Step last;
  private long now;

  private TimersTest begin() {
    now = 5_000_000;
    state = LinkState.fresh(rules, true, now);
    tell(new Event.Tick());
    return this;
  }

  private void tell(Event event) {
    last = Slac.step(state, event, rules, now, bench::secret);
    state = last.state();
  }

  private TimersTest after(long ms) {
    now += Rules.ms(ms);
    return this;
  }

  private TimersTest from(MacAddress source, Mme message) {
    tell(new Event.Received(new MmeFrame(EVSE, source, message)));
    return this;
  }

  private TimersTest key() {
    return from(MODEM, new Mme.SetKeyCnf(0, 0));
  }

  private TimersTest parm() {
    return from(CAR, new Mme.SlacParmReq(RUN));
  }

  private TimersTest start() {
    return from(CAR, new Mme.StartAttenCharInd(10, 6, 1, CAR, RUN));
  }

  private TimersTest profiles(int count) {
    byte[] groups = new byte[58];
    Arrays.fill(groups, (byte) 9);
    for (int i = 0; i < count; i++) {
      from(MODEM, new Mme.AttenProfileInd(CAR, Octets.of(groups)));
    }
    return this;
  }

  private TimersTest confirm() {
    return from(CAR, new Mme.AttenCharRsp(CAR, RUN, ZEROS, ZEROS, 0));
  }

  private TimersTest choose() {
    return from(CAR, new Mme.SlacMatchReq(ZEROS, CAR, ZEROS, EVSE, RUN));
  }

  private TimersTest joined() {
    return from(MODEM, new QualcommMme.LinkStatusCnf(0, true));
  }

  private boolean sent(Class<? extends Mme> type) {
    return last.frames().stream().anyMatch(frame -> type.isInstance(frame.message()));
  }

  private Run.Phase phase() {
    return state.runs().isEmpty() ? null : state.runs().get(0).phase();
  }

  @Test
  void ofTheModemsKey() {
    begin().after(499).key();
    assertThat(state.phase()).isEqualTo(LinkState.Phase.WAITING);
    begin();
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThat(sent(Mme.SetKeyReq.class)).isTrue();
      after(500).tell(new Event.Tick());
    }
    assertThat(state.phase()).isEqualTo(LinkState.Phase.DOWN);
    key();
    assertThat(state.phase()).as("too late").isEqualTo(LinkState.Phase.DOWN);
    after(5_000).tell(new Event.Tick());
    assertThat(sent(Mme.SetKeyReq.class)).isTrue();
    key();
    assertThat(state.phase()).isEqualTo(LinkState.Phase.WAITING);
  }

  @Test
  void ofTheFirstQuestion() {
    begin().key().after(49_999).parm();
    assertThat(sent(Mme.SlacParmCnf.class)).isTrue();
    begin().key().after(50_001).parm();
    assertThat(sent(Mme.SlacParmCnf.class)).isFalse();
    assertThat(state.failed()).isTrue();
  }

  @Test
  void ofTheAnnouncementOfSounds() {
    begin().key().parm().after(399).start();
    assertThat(phase()).isEqualTo(Run.Phase.SOUNDS);
    begin().key().parm().after(401).start();
    assertThat(phase()).isNull();
  }

  @Test
  void ofTheSounds() {
    begin().key().parm().start().profiles(4).after(599).profiles(6);
    assertThat(((Mme.AttenCharInd) last.frames().get(0).message()).sounds()).isEqualTo(10);
    begin().key().parm().start().profiles(4).after(601).profiles(6);
    assertThat(phase()).isEqualTo(Run.Phase.RESPONSE);
    assertThat(state.runs().get(0).profiles()).hasSize(4);
  }

  @Test
  void ofTheConfirmation() {
    begin().key().parm().start().profiles(10);
    for (int attempt = 0; attempt < 2; attempt++) {
      after(201).tell(new Event.Tick());
      assertThat(sent(Mme.AttenCharInd.class)).isTrue();
    }
    after(199).confirm();
    assertThat(phase()).isEqualTo(Run.Phase.MATCH);
    begin().key().parm().start().profiles(10);
    after(200).tell(new Event.Tick());
    after(200).tell(new Event.Tick());
    after(201).confirm();
    assertThat(phase()).isNull();
  }

  @Test
  void ofTheChoice() {
    begin().key().parm().start().profiles(10).confirm().after(9_999).choose();
    assertThat(sent(Mme.SlacMatchCnf.class)).isTrue();
    begin().key().parm().start().profiles(10).confirm().after(10_001).choose();
    assertThat(sent(Mme.SlacMatchCnf.class)).isFalse();
  }

  @Test
  void ofTheJoining() {
    begin().key().parm().start().profiles(10).confirm().choose();
    answering(11_999).joined();
    assertThat(state.phase()).isEqualTo(LinkState.Phase.MATCHED);
    begin().key().parm().start().profiles(10).confirm().choose();
    answering(12_001).joined();
    assertThat(state.phase()).isNotEqualTo(LinkState.Phase.MATCHED);
    assertThat(state.failed()).isTrue();
  }

  /** The modem says every half second that nobody has joined. */
  private TimersTest answering(long ms) {
    long end = now + Rules.ms(ms);
    while (now + Rules.ms(500) < end) {
      after(500).from(MODEM, new QualcommMme.LinkStatusCnf(0, false));
    }
    now = end;
    return this;
  }

  @Test
  void confirmationMayBeMissingWhenTheVehicleAsksForTheKey() {
    begin().key().parm().start().profiles(10).choose();
    assertThat(sent(Mme.SlacMatchCnf.class)).isTrue();
    choose();
    assertThat(sent(Mme.SlacMatchCnf.class)).as("its answer was lost").isTrue();
  }

  @Test
  void refusalOfTheAttenuationEndsTheRun() {
    begin().key().parm().start().profiles(10);
    from(CAR, new Mme.AttenCharRsp(CAR, RUN, ZEROS, ZEROS, 1));
    assertThat(phase()).isNull();
  }

  @Test
  void messagesOutOfOrderChangeNothing() {
    begin().key();
    start().profiles(10).confirm().choose();
    assertThat(phase()).isNull();
    parm().profiles(3).confirm().choose();
    assertThat(phase()).isEqualTo(Run.Phase.START);
    start().confirm().choose();
    assertThat(phase()).isEqualTo(Run.Phase.SOUNDS);
    assertThat(state.runs().get(0).profiles()).isEmpty();
  }

  @Test
  void messagesForOthersChangeNothing() {
    begin().key();
    MacAddress other = MacAddress.parse("02:00:00:00:00:a2");
    tell(new Event.Received(new MmeFrame(other, CAR, new Mme.SlacParmReq(RUN))));
    assertThat(state.runs()).isEmpty();
    tell(new Event.Received(new MmeFrame(EVSE, EVSE, new Mme.SlacParmReq(RUN))));
    assertThat(state.runs()).isEmpty();
    tell(new Event.Received(new MmeFrame(EVSE, MacAddress.BROADCAST, new Mme.SlacParmReq(RUN))));
    assertThat(state.runs()).isEmpty();
    assertThat(SimulatedModem.LOCAL).isEqualTo(rules.modem());
  }
}
