package io.tidegate.charging.ocpp.dialect;

import io.tidegate.api.connection.OutboundCall;
import io.tidegate.api.control.StationCommands.Fate;
import io.tidegate.api.control.StationCommands.Told;
import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Side;
import io.tidegate.codec.ocpp.json.Strictness;
import io.tidegate.codec.ocpp.json.Violation;
import io.tidegate.codec.ocpp.json.v21.DerControlType;
import io.tidegate.codec.ocpp.json.v21.SetDERControlRequest;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Any request that an operator wants to send, in the words of the connection's version. Held to the
 * version's table before it leaves; what moves power stays here, since only the safety envelope may
 * (the transport would not let it out either). Thread-safe.
 */
final class Errands {
  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9]{1,64}");
  private static final Set<String> MOVING =
      Set.of("SetChargingProfile", "UpdateDynamicSchedule", "AFRRSignal");
  private static final Set<String> STARTING =
      Set.of("RequestStartTransaction", "RemoteStartTransaction");

  /** Grid support functions that only take power away. */
  private static final Set<DerControlType> RESTRICTING =
      EnumSet.of(
          DerControlType.ENTER_SERVICE,
          DerControlType.GRADIENTS,
          DerControlType.LIMIT_MAX_DISCHARGE,
          DerControlType.HF_MUST_TRIP,
          DerControlType.HF_MAY_TRIP,
          DerControlType.HV_MUST_TRIP,
          DerControlType.HV_MOM_CESS,
          DerControlType.HV_MAY_TRIP,
          DerControlType.LF_MUST_TRIP,
          DerControlType.LV_MUST_TRIP,
          DerControlType.LV_MOM_CESS,
          DerControlType.LV_MAY_TRIP,
          DerControlType.POWER_MONITORING_MUST_TRIP);

  private final Language language;
  private final Calls calls;
  private final SafeShares shares;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  private record Waiting(Line line, CompletableFuture<Told> told) {}

  Errands(Language language, Calls calls, SafeShares shares) {
    this.language = language;
    this.calls = calls;
    this.shares = shares;
  }

  CompletionStage<Told> run(Line line, String action, String payload) {
    if (!ACTION.matcher(action).matches()) {
      return told(Fate.MALFORMED, "NotImplemented: the action is unknown");
    }
    Frame frame =
        language
            .protocol()
            .read("[2,\"0\",\"" + action + "\"," + payload + "]", Side.SITE, Strictness.STRICT);
    if (frame instanceof Frame.Refused refused) {
      return told(Fate.MALFORMED, sentence(refused.violation()));
    }
    if (!(frame instanceof Frame.Call call)) {
      return told(Fate.MALFORMED, "NotSupported: the action is none that is answered");
    }
    Optional<String> reason = movesPower(call, payload);
    if (reason.isPresent()) {
      return told(Fate.FORBIDDEN, reason.get());
    }
    CompletableFuture<Told> told = new CompletableFuture<>();
    Note note = new Note(Note.Kind.OTHER, calls.nextId(), 0, Double.NaN, 1);
    waiting.put(note.evse(), new Waiting(line, told));
    if (!calls.raw(line, new Language.Wording(action, payload), note)) {
      waiting.remove(note.evse());
      told.complete(new Told(Fate.NOT_SENT, "the connection takes no more requests now"));
    }
    return told;
  }

  private static CompletionStage<Told> told(Fate fate, String text) {
    return CompletableFuture.completedStage(new Told(fate, text));
  }

  private static String sentence(Violation violation) {
    String where = violation.path().isEmpty() ? "" : " (" + violation.path() + ")";
    return violation.code().wire() + ": " + violation.getMessage() + where;
  }

  private static Optional<String> movesPower(Frame.Call call, String payload) {
    if (MOVING.contains(call.action())) {
      return Optional.of(
          call.action() + " moves power: only the safety envelope may; send the site a command");
    }
    if (STARTING.contains(call.action()) && payload.contains("hargingProfile")) {
      return Optional.of("a start with a charging profile moves power: leave the profile out");
    }
    Request message = call.message();
    if (call.action().equals("SetDERControl")
        && !(message instanceof SetDERControlRequest der && takesAway(der))) {
      return Optional.of(
          "this DER control may raise power: only those that take it away are let through");
    }
    return Optional.empty();
  }

  /** Of the fields, it may hold the one that its type asks for and no other (R04.FR.16). */
  private static boolean takesAway(SetDERControlRequest der) {
    Optional<?> own =
        switch (der.controlType()) {
          case ENTER_SERVICE -> der.enterService();
          case GRADIENTS -> der.gradient();
          case LIMIT_MAX_DISCHARGE -> der.limitMaxDischarge();
          default -> der.curve();
        };
    long fields =
        Stream.<Optional<?>>of(
                der.curve(),
                der.enterService(),
                der.fixedPFAbsorb(),
                der.fixedPFInject(),
                der.fixedVar(),
                der.freqDroop(),
                der.gradient(),
                der.limitMaxDischarge())
            .filter(Optional::isPresent)
            .count();
    return RESTRICTING.contains(der.controlType()) && fields == (own.isPresent() ? 1 : 0);
  }

  void answered(Line line, OutboundCall call, String payload) {
    if (settle(call, Fate.ANSWERED, payload) && call.action().equals("ClearChargingProfile")) {
      // the safe share may be among what was cleared
      shares.lost(line, 0);
    }
  }

  void failed(OutboundCall call, Frame.Failure failure) {
    settle(
        call,
        Fate.DECLINED,
        Entrance.printable(failure.wire()) + ": " + Entrance.printable(failure.description()));
  }

  void unanswered(OutboundCall call) {
    settle(call, Fate.UNKNOWN, "no answer, or one that breaks the protocol");
  }

  void notSent(OutboundCall call) {
    settle(call, Fate.NOT_SENT, "the connection ended before it was sent");
  }

  /** The connection goes to another version, which knows nothing of who waits here. */
  void abandon(Line line) {
    waiting
        .values()
        .removeIf(
            w ->
                w.line() == line
                    && w.told().complete(new Told(Fate.UNKNOWN, "the connection was handed over")));
  }

  private boolean settle(OutboundCall call, Fate fate, String text) {
    Optional<Waiting> who =
        Note.of(call.context())
            .filter(n -> n.kind() == Note.Kind.OTHER)
            .map(n -> waiting.remove(n.evse()));
    who.ifPresent(w -> w.told().complete(new Told(fate, text)));
    return who.isPresent();
  }
}
