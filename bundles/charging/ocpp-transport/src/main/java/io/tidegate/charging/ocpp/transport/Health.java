package io.tidegate.charging.ocpp.transport;

import org.apache.felix.hc.api.Result;

/** The transport's state as one sentence for operators. Stateless. */
final class Health {
  private Health() {}

  /**
   * What is known.
   *
   * @param problem with configuration, files or socket; empty when there is none
   * @param silence of a dialect; empty when all answer
   */
  record State(
      TransportConfig config,
      String problem,
      String silence,
      String listening,
      int stations,
      Offices offices) {}

  static Result of(State state) {
    if (!state.problem().isEmpty()) {
      String still = state.listening().isEmpty() ? "" : "; still serving " + state.listening();
      return new Result(Result.Status.CRITICAL, state.problem() + still);
    }
    if (!state.offices().refused().isEmpty()) {
      return new Result(
          Result.Status.CRITICAL,
          "bundle "
              + state.offices().refused().get(0)
              + " poses as the safety envelope: remove it");
    }
    if (!state.silence().isEmpty()) {
      return new Result(Result.Status.CRITICAL, state.silence());
    }
    String serving = state.stations() + " stations connected on " + state.listening();
    TransportConfig.Security security = state.config().security();
    if (state.config().tls().isEmpty() && security.minimumProfile() >= 2) {
      return new Result(
          Result.Status.WARN,
          "no station can connect: security.minimum is "
              + security.minimumProfile()
              + ", but tls.keystore is not set in config/"
              + OcppTransport.PID
              + ".cfg");
    }
    String suites = state.config().tls().map(Tls::missingSuites).orElse("");
    if (!suites.isEmpty()) {
      return new Result(Result.Status.WARN, serving + "; " + suites);
    }
    if (!state.offices().open()) {
      return new Result(
          Result.Status.WARN, serving + ", but no setpoint leaves: the safety envelope is absent");
    }
    if (security.open()) {
      return new Result(
          Result.Status.WARN, serving + ", unknown ones too: onboarding is open (demo only)");
    }
    return new Result(Result.Status.OK, serving);
  }
}
