package io.tidegate.host.kura.driver;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.EvseState;
import io.tidegate.api.control.MeterState;
import io.tidegate.api.control.Session;
import io.tidegate.api.control.SiteInput.MeterReading;
import io.tidegate.api.site.SafetyLimits;
import io.tidegate.api.site.SiteModel;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The newest decision, as points look at it. */
record Scene(DecisionView view) {

  Instant now() {
    return view.picture().at();
  }

  SiteModel model() {
    return view.picture().model();
  }

  private SafetyLimits safety() {
    return model().safety();
  }

  EvseState evse(int index) {
    return view.picture().evses().get(index);
  }

  Sample telemetry(double value, Instant at) {
    return Sample.measured(value, at, safety().telemetryMaxAgeS(), now());
  }

  Sample soc(int index) {
    return session(
        index,
        session ->
            Sample.measured(
                evse(index).measured().socPct(),
                evse(index).measured().socAt(),
                safety().socMaxAgeS(),
                now()));
  }

  Sample session(int index, Function<Session, Sample> read) {
    return evse(index).session().map(read).orElse(Sample.missing("there is no vehicle"));
  }

  Sample meter(String name, ToDoubleFunction<MeterReading> read) {
    MeterState meter = view.picture().meters().get(name);
    if (meter == null || meter.reading() == null) {
      return Sample.missing("was never read");
    }
    return Sample.measured(
        read.applyAsDouble(meter.reading()), meter.at(), safety().meterMaxAgeS(), now());
  }
}
