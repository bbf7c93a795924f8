package io.tidegate.sim.stations;

import io.tidegate.codec.ocpp.json.Request;
import io.tidegate.codec.ocpp.json.Stamp;
import io.tidegate.codec.ocpp.json.v21.AuthorizationData;
import io.tidegate.codec.ocpp.json.v21.CancelReservationRequest;
import io.tidegate.codec.ocpp.json.v21.CancelReservationResponse;
import io.tidegate.codec.ocpp.json.v21.ChangeAvailabilityRequest;
import io.tidegate.codec.ocpp.json.v21.ChangeAvailabilityResponse;
import io.tidegate.codec.ocpp.json.v21.ChangeAvailabilityStatus;
import io.tidegate.codec.ocpp.json.v21.ClearCacheRequest;
import io.tidegate.codec.ocpp.json.v21.ClearCacheResponse;
import io.tidegate.codec.ocpp.json.v21.Component;
import io.tidegate.codec.ocpp.json.v21.GenericDeviceModelStatus;
import io.tidegate.codec.ocpp.json.v21.GenericStatus;
import io.tidegate.codec.ocpp.json.v21.GetBaseReportRequest;
import io.tidegate.codec.ocpp.json.v21.GetBaseReportResponse;
import io.tidegate.codec.ocpp.json.v21.GetLocalListVersionRequest;
import io.tidegate.codec.ocpp.json.v21.GetLocalListVersionResponse;
import io.tidegate.codec.ocpp.json.v21.GetLogRequest;
import io.tidegate.codec.ocpp.json.v21.Mutability;
import io.tidegate.codec.ocpp.json.v21.NotifyReportRequest;
import io.tidegate.codec.ocpp.json.v21.ReportData;
import io.tidegate.codec.ocpp.json.v21.ReserveNowRequest;
import io.tidegate.codec.ocpp.json.v21.ReserveNowResponse;
import io.tidegate.codec.ocpp.json.v21.ReserveNowStatus;
import io.tidegate.codec.ocpp.json.v21.ResetRequest;
import io.tidegate.codec.ocpp.json.v21.ResetResponse;
import io.tidegate.codec.ocpp.json.v21.ResetStatus;
import io.tidegate.codec.ocpp.json.v21.SendLocalListRequest;
import io.tidegate.codec.ocpp.json.v21.SendLocalListResponse;
import io.tidegate.codec.ocpp.json.v21.SendLocalListStatus;
import io.tidegate.codec.ocpp.json.v21.UnlockConnectorRequest;
import io.tidegate.codec.ocpp.json.v21.UnlockConnectorResponse;
import io.tidegate.codec.ocpp.json.v21.UnlockStatus;
import io.tidegate.codec.ocpp.json.v21.UpdateFirmwareRequest;
import io.tidegate.codec.ocpp.json.v21.UpdateType;
import io.tidegate.codec.ocpp.json.v21.Variable;
import io.tidegate.codec.ocpp.json.v21.VariableAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/** A station's device model, files, local list and reservations. */
final class Upkeep {
  private static final int VARIABLES_A_PART = 3;

  private final SimulatedStation station;
  private final Executor simulation;
  private final StationFiles files;
  private final Map<String, AuthorizationData> localList = new TreeMap<>();
  private final Map<Integer, ReserveNowRequest> reservations = new TreeMap<>();
  private int listVersion;

  Upkeep(SimulatedStation station, StationFiles files, Executor simulation) {
    this.station = station;
    this.files = files;
    this.simulation = simulation;
  }

  /** The answer; null for an empty one. */
  Record answer(Request request) {
    if (request instanceof GetBaseReportRequest r) {
      // after the answer
      simulation.execute(() -> report(r.requestId()));
      return new GetBaseReportResponse(GenericDeviceModelStatus.ACCEPTED, Optional.empty());
    }
    if (request instanceof UpdateFirmwareRequest r) {
      return files.update(r);
    }
    if (request instanceof GetLogRequest r) {
      return files.upload(r);
    }
    if (request instanceof ResetRequest) {
      simulation.execute(station::reboot);
      return new ResetResponse(ResetStatus.ACCEPTED, Optional.empty());
    }
    if (request instanceof UnlockConnectorRequest r) {
      if (r.evseId() < 1 || r.evseId() > station.evses().size()) {
        return new UnlockConnectorResponse(UnlockStatus.UNKNOWN_CONNECTOR, Optional.empty());
      }
      boolean busy = station.evse(r.evseId()).vehicle().isPresent();
      return new UnlockConnectorResponse(
          busy ? UnlockStatus.ONGOING_AUTHORIZED_TRANSACTION : UnlockStatus.UNLOCKED,
          Optional.empty());
    }
    if (request instanceof ChangeAvailabilityRequest) {
      return new ChangeAvailabilityResponse(ChangeAvailabilityStatus.ACCEPTED, Optional.empty());
    }
    return tokens(request);
  }

  private Record tokens(Request request) {
    if (request instanceof GetLocalListVersionRequest) {
      return new GetLocalListVersionResponse(listVersion);
    }
    if (request instanceof SendLocalListRequest r) {
      if (r.updateType() == UpdateType.FULL) {
        localList.clear();
      }
      for (AuthorizationData entry : r.localAuthorizationList()) {
        if (entry.idTokenInfo().isPresent()) {
          localList.put(entry.idToken().idToken(), entry);
        } else {
          localList.remove(entry.idToken().idToken());
        }
      }
      listVersion = r.versionNumber();
      return new SendLocalListResponse(SendLocalListStatus.ACCEPTED, Optional.empty());
    }
    if (request instanceof ClearCacheRequest) {
      return new ClearCacheResponse(GenericStatus.ACCEPTED, Optional.empty());
    }
    if (request instanceof ReserveNowRequest r) {
      reservations.put(r.id(), r);
      return new ReserveNowResponse(ReserveNowStatus.ACCEPTED, Optional.empty());
    }
    if (request instanceof CancelReservationRequest r) {
      boolean known = reservations.remove(r.reservationId()) != null;
      return new CancelReservationResponse(
          known ? GenericStatus.ACCEPTED : GenericStatus.REJECTED, Optional.empty());
    }
    return null;
  }

  private void report(int request) {
    List<ReportData> all = new ArrayList<>();
    variables()
        .forEach(
            (name, value) -> {
              int dot = name.indexOf('.');
              all.add(
                  new ReportData(
                      new Component(name.substring(0, dot), Optional.empty(), Optional.empty()),
                      new Variable(name.substring(dot + 1), Optional.empty()),
                      List.of(
                          new VariableAttribute(
                              Optional.empty(),
                              Optional.of(value),
                              Optional.of(Mutability.READ_WRITE))),
                      Optional.empty()));
            });
    for (int from = 0, part = 0; from < all.size(); from += VARIABLES_A_PART, part++) {
      int to = Math.min(all.size(), from + VARIABLES_A_PART);
      station.send(
          new NotifyReportRequest(
              request, Stamp.of(station.now()), to < all.size(), part, all.subList(from, to)));
    }
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("ChargingStation.Model", "Simulated");
    variables.put("ChargingStation.VendorName", "Tidegate");
    variables.put("ChargingStation.FirmwareVersion", files.firmware());
    variables.put("OCPPCommCtrlr.HeartbeatInterval", "60");
    variables.put("LocalAuthListCtrlr.Entries", Integer.toString(localList.size()));
    variables.put("ReservationCtrlr.Enabled", "true");
    variables.put("SmartChargingCtrlr.RateUnit", "W,A");
    return variables;
  }
}
