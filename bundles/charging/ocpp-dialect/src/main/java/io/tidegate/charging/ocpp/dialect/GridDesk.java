package io.tidegate.charging.ocpp.dialect;

import io.tidegate.codec.ocpp.json.v21.ChargingProfileStatus;
import io.tidegate.codec.ocpp.json.v21.NotifyDERAlarmRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyDERAlarmResponse;
import io.tidegate.codec.ocpp.json.v21.NotifyDERStartStopRequest;
import io.tidegate.codec.ocpp.json.v21.NotifyDERStartStopResponse;
import io.tidegate.codec.ocpp.json.v21.PullDynamicScheduleUpdateRequest;
import io.tidegate.codec.ocpp.json.v21.PullDynamicScheduleUpdateResponse;
import io.tidegate.codec.ocpp.json.v21.ReportDERControlRequest;
import io.tidegate.codec.ocpp.json.v21.ReportDERControlResponse;
import io.tidegate.codec.ocpp.json.v21.StatusInfo;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stations say of their grid support functions (2.1 block R) and of Dynamic profiles. */
final class GridDesk {
  private static final Logger LOG = LoggerFactory.getLogger(GridDesk.class);

  private final Shortcomings shortcomings;

  GridDesk(Shortcomings shortcomings) {
    this.shortcomings = shortcomings;
  }

  /** A function has tripped, or is well again (R05): the operator sees it until it is. */
  CompletionStage<Answer> alarm(Line line, NotifyDERAlarmRequest alarm) {
    boolean ended = alarm.alarmEnded().orElse(false);
    String fault = alarm.gridEventFault().map(Enum::name).orElse("no fault named");
    LOG.warn(
        "DER_ALARM: station {}: {} {} at {} ({})",
        line.station(),
        alarm.controlType(),
        ended ? "is well again" : "has tripped",
        alarm.timestamp().at(),
        fault);
    shortcomings.grid(line.station(), alarm.controlType().name(), !ended);
    return Answer.of(new NotifyDERAlarmResponse());
  }

  CompletionStage<Answer> startStop(Line line, NotifyDERStartStopRequest report) {
    LOG.info(
        "Station {}: DER control {} {} at {}, in place of {}",
        line.station(),
        Entrance.printable(report.controlId()),
        report.started() ? "has begun" : "has ended",
        report.timestamp().at(),
        report.supersededIds().stream().map(Entrance::printable).toList());
    return Answer.of(new NotifyDERStartStopResponse());
  }

  CompletionStage<Answer> controls(Line line, ReportDERControlRequest report) {
    int count =
        report.curve().size()
            + report.enterService().size()
            + report.fixedPFAbsorb().size()
            + report.fixedPFInject().size()
            + report.fixedVar().size()
            + report.freqDroop().size()
            + report.gradient().size()
            + report.limitMaxDischarge().size();
    LOG.info(
        "Station {}: holds {} DER controls{} (report {})",
        line.station(),
        count,
        report.tbc() ? " and more" : "",
        report.requestId());
    return Answer.of(new ReportDERControlResponse());
  }

  /**
   * Setpoints are pushed and never pulled: they are cleared at the moment when they are sent, and
   * an answer carries no clearance. No profile of ours asks for it (no dynUpdateInterval).
   */
  CompletionStage<Answer> pull(Line line, PullDynamicScheduleUpdateRequest request) {
    LOG.debug(
        "Station {} asks for news of profile {}", line.station(), request.chargingProfileId());
    return Answer.of(
        new PullDynamicScheduleUpdateResponse(
            ChargingProfileStatus.REJECTED,
            Optional.empty(),
            Optional.of(new StatusInfo("PushedOnly", Optional.empty()))));
  }
}
