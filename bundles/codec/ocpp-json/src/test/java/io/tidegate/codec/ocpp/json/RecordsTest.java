package io.tidegate.codec.ocpp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.codec.ocpp.json.v21.ChargingProfile;
import io.tidegate.codec.ocpp.json.v21.ChargingProfileKind;
import io.tidegate.codec.ocpp.json.v21.ChargingProfilePurpose;
import io.tidegate.codec.ocpp.json.v21.ChargingRateUnit;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedule;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.NotifyEVChargingNeedsRequest;
import io.tidegate.codec.ocpp.json.v21.Ocpp201;
import io.tidegate.codec.ocpp.json.v21.Ocpp21;
import io.tidegate.codec.ocpp.json.v21.OperationMode;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import io.tidegate.codec.ocpp.json.v21.UpdateDynamicScheduleRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** One set of records over two versions: what the older lacks (S1.1). */
class RecordsTest {
  private static final Protocol NEW = Ocpp21.protocol();
  private static final Protocol OLD = Ocpp201.protocol();
  private static final String PERIOD =
      """
      {"startPeriod":0,"operationMode":"CentralSetpoint","setpoint":-7200.5,"setpoint_L2":1}""";

  private static String profile(String period) {
    return """
        {"evseId":1,"chargingProfile":{"id":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile",\
        "chargingProfileKind":"Absolute","chargingSchedule":[{"id":1,"chargingRateUnit":"W",\
        "chargingSchedulePeriod":[%s]}]}}"""
        .formatted(period);
  }

  private static SetChargingProfileRequest limit(
      ChargingProfileKind kind, ChargingSchedulePeriod period) {
    return new SetChargingProfileRequest(
        1,
        new ChargingProfile(
            1,
            0,
            ChargingProfilePurpose.TX_PROFILE,
            kind,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(
                new ChargingSchedule(
                    1,
                    Optional.empty(),
                    OptionalInt.empty(),
                    ChargingRateUnit.W,
                    List.of(period),
                    Optional.empty()))));
  }

  private static final ChargingSchedulePeriod LIMIT =
      new ChargingSchedulePeriod(0, BigDecimal.TEN, OptionalInt.empty(), OptionalInt.empty());

  @Test
  void everyMessageOfTheNewerVersionSurvivesTheWayThereAndBack() throws Violation {
    for (int seed = 0; seed < 30; seed++) {
      RandomMessages random = new RandomMessages(seed);
      for (Class<? extends Record> kind : Ocpp21.messages()) {
        Record message = random.make(kind);
        assertThat(again(NEW, message)).as(NEW.payload(message)).isEqualTo(message);
      }
    }
  }

  @Test
  void whatTheOlderVersionCanSaySurvivesAndTheRestIsNeverSent() throws Violation {
    int said = 0;
    int unsaid = 0;
    for (int seed = 0; seed < 60; seed++) {
      RandomMessages random = new RandomMessages(seed);
      for (Class<? extends Record> kind : Ocpp21.messages()) {
        Record message = random.make(kind);
        String payload;
        try {
          payload = OLD.payload(message);
        } catch (IllegalArgumentException e) {
          unsaid++;
          continue;
        }
        said++;
        Record back = read(OLD, message.getClass(), payload);
        assertThat(OLD.payload(back)).isEqualTo(payload);
      }
    }
    assertThat(said).isGreaterThan(1_000);
    assertThat(unsaid).isGreaterThan(1_000);
  }

  @Test
  void whatTheOlderVersionLacksReadsAsEmpty() throws Violation {
    SetChargingProfileRequest request =
        OLD.request(
            SetChargingProfileRequest.class, profile("{\"startPeriod\":0,\"limit\":11000}"));
    ChargingProfile profile = request.chargingProfile();
    assertThat(profile.maxOfflineDuration()).isEmpty();
    ChargingSchedulePeriod period =
        profile.chargingSchedule().get(0).chargingSchedulePeriod().get(0);
    assertThat(period.limit()).contains(new BigDecimal("11000"));
    assertThat(period.setpoint()).isEmpty();
    assertThat(period.v2xFreqWattCurve()).isEmpty();
  }

  @Test
  void anUnderscoreInANameDoesNotCount() throws Violation {
    SetChargingProfileRequest request =
        NEW.request(SetChargingProfileRequest.class, profile(PERIOD));
    ChargingSchedulePeriod period =
        request.chargingProfile().chargingSchedule().get(0).chargingSchedulePeriod().get(0);
    assertThat(period.setpointL2()).contains(BigDecimal.ONE);
    assertThat(period.operationMode()).contains(OperationMode.CENTRAL_SETPOINT);
    assertThat(NEW.payload(request)).contains("\"setpoint_L2\":1");
  }

  @Test
  void aFieldThatTheOlderVersionLacksIsNamedAndNotSent() throws Violation {
    SetChargingProfileRequest request =
        NEW.request(
            SetChargingProfileRequest.class,
            profile("{\"startPeriod\":0,\"limit\":1,\"setpoint\":-1}"));
    assertThatThrownBy(() -> OLD.payload(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "chargingProfile.chargingSchedule.chargingSchedulePeriod.setpoint"
                + " is unknown to this version");
  }

  @Test
  void aFieldThatTheOlderVersionWantsIsNamedWhenItIsMissing() throws Violation {
    SetChargingProfileRequest request =
        NEW.request(SetChargingProfileRequest.class, profile("{\"startPeriod\":0}"));
    assertThatThrownBy(() -> OLD.payload(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chargingSchedulePeriod.limit is required");
  }

  @Test
  void aWordThatTheOlderVersionLacksIsNamedAndNotSent() {
    assertThat(OLD.payload(limit(ChargingProfileKind.ABSOLUTE, LIMIT))).contains("Absolute");
    assertThatThrownBy(() -> OLD.payload(limit(ChargingProfileKind.DYNAMIC, LIMIT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chargingProfile.chargingProfileKind cannot be DYNAMIC in this version");
  }

  @Test
  void aFractionIsNotSentWhereTheOlderVersionCountsInWholeNumbers() throws Violation {
    String ac =
        """
        {"evseId":1,"chargingNeeds":{"requestedEnergyTransfer":"AC_three_phase","acChargingParameters":\
        {"energyAmount":%s,"evMinCurrent":6,"evMaxCurrent":16,"evMaxVoltage":400}}}""";
    NotifyEVChargingNeedsRequest half =
        NEW.request(NotifyEVChargingNeedsRequest.class, ac.formatted("1000.5"));
    NotifyEVChargingNeedsRequest whole =
        OLD.request(NotifyEVChargingNeedsRequest.class, ac.formatted("1000"));
    assertThat(OLD.payload(whole)).contains("\"energyAmount\":1000,");
    assertThatThrownBy(() -> OLD.payload(half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("energyAmount must be a whole number");
  }

  @Test
  void aMessageOfTheNewerVersionOnlyIsKnownToNobodyElse() {
    assertThat(NEW.knows("UpdateDynamicSchedule")).isTrue();
    assertThat(NEW.knows(UpdateDynamicScheduleRequest.class)).isTrue();
    assertThat(OLD.knows("UpdateDynamicSchedule")).isFalse();
    assertThat(OLD.knows(UpdateDynamicScheduleRequest.class)).isFalse();
  }

  private static Record again(Protocol ocpp, Record message) throws Violation {
    return read(ocpp, message.getClass(), ocpp.payload(message));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static Record read(Protocol ocpp, Class kind, String payload) throws Violation {
    return Request.class.isAssignableFrom(kind)
        ? ocpp.request(kind, payload)
        : ocpp.response(kind, payload);
  }
}
