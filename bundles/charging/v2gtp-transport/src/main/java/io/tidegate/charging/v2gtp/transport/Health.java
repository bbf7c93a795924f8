package io.tidegate.charging.v2gtp.transport;

import io.tidegate.api.quantity.EvseId;
import io.tidegate.api.vehicle.VehicleSwitchboard.Door;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;

/** The transport's state as one sentence for operators. Stateless. */
final class Health {
  private Health() {}

  /**
   * What is known.
   *
   * @param problem with configuration or files; empty when there is none
   * @param warning of what will not work for long; empty when there is nothing
   * @param missing EVSEs with a door and no unit
   * @param lines vehicles connected
   */
  record State(
      TransportConfig config,
      String problem,
      String warning,
      List<Door> doors,
      List<EvseId> missing,
      int lines) {}

  static Result of(State state) {
    if (!state.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, state.problem());
    }
    Optional<Door> shut = state.doors().stream().filter(d -> !d.fault().isEmpty()).findFirst();
    if (shut.isPresent()) {
      return new Result(
          Result.Status.CRITICAL,
          V2gtpTransport.field("doors") + shut.get().evse() + ": " + shut.get().fault());
    }
    if (state.config().doors().isEmpty()) {
      return new Result(Result.Status.OK, "no EVSE has a door for vehicles");
    }
    if (state.doors().isEmpty()) {
      return new Result(Result.Status.CRITICAL, "the doors are not open yet");
    }
    String serving = state.lines() + " vehicles connected at " + state.doors().size() + " doors";
    if (!state.missing().isEmpty()) {
      return new Result(
          Result.Status.WARN,
          serving
              + ", but EVSE "
              + state.missing().get(0)
              + " is not there: no answer to vehicles");
    }
    if (!state.warning().isEmpty()) {
      return new Result(Result.Status.WARN, serving + "; " + state.warning());
    }
    if (state.config().labPlain()) {
      return new Result(
          Result.Status.WARN,
          serving + ", ISO 15118-20 without TLS too: lab.plain is on (laboratories only)");
    }
    if (state.config().profile() == TransportConfig.Profile.FIELD
        && state.config().tls() != TransportConfig.Tls.OFF) {
      return new Result(Result.Status.OK, serving + ", TLS as in the field (tls.profile)");
    }
    return new Result(Result.Status.OK, serving);
  }
}
