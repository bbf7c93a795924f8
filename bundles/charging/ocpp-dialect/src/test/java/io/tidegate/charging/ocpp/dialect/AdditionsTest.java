package io.tidegate.charging.ocpp.dialect;

import static io.tidegate.codec.ocpp.json.v21.TransactionEventType.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.Frame;
import io.tidegate.codec.ocpp.json.RpcErrorCode;
import io.tidegate.codec.ocpp.json.v21.ChargingSchedulePeriod;
import io.tidegate.codec.ocpp.json.v21.OperationMode;
import io.tidegate.codec.ocpp.json.v21.SetChargingProfileRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stations of 2.0.1 that have added what 2.1 says of both directions. */
class AdditionsTest {
  private static final String NEEDS =
      "[2,\"n\",\"NotifyEVChargingNeeds\",{\"evseId\":1,\"chargingNeeds\":"
          + "{\"requestedEnergyTransfer\":\"DC_BPT\","
          + "\"v2xChargingParameters\":{\"maxDischargePower\":9000}}}]";

  private final Bench bench =
      Bench.speaking(
          new V2xAdditions(
              FakeMailbox.OCPP,
              () -> FakeMailbox.OCPP_2_1,
              station -> station.value().equals("CS05")));

  @Test
  void areReadWhereTheSiteFileSaysSoAndRefusedElsewhere() {
    assertThat(bench.sendText(bench.booted("CS05"), NEEDS)).isInstanceOf(Frame.Result.class);
    assertThat(bench.sendText(bench.booted("CS01"), NEEDS))
        .isInstanceOfSatisfying(
            Frame.Failure.class,
            failure ->
                assertThat(failure.code()).isEqualTo(RpcErrorCode.PROPERTY_CONSTRAINT_VIOLATION));
  }

  @Test
  void areWrittenAsAbsoluteProfilesWithASetpoint() {
    FakeMailbox mailbox = bench.booted("CS05");
    bench.result(mailbox, bench.event(STARTED, "T1", 0).dischargeAllowed(true).build());
    bench.dialect.apply(List.of(bench.clearance("E06", -4_000)));
    ChargingSchedulePeriod period =
        ((SetChargingProfileRequest) mailbox.heard(mailbox.lastCall("SetChargingProfile")))
            .chargingProfile()
            .chargingSchedule()
            .get(0)
            .chargingSchedulePeriod()
            .get(0);
    assertThat(period.operationMode()).contains(OperationMode.CENTRAL_SETPOINT);
    assertThat(period.setpoint().orElseThrow()).isEqualByComparingTo("-4000");
    assertThat(period.limit()).isEmpty();
  }

  @Test
  void areNotSpokenToOthers() {
    FakeMailbox mailbox = bench.booted("CS01");
    bench.result(mailbox, bench.event(STARTED, "T1", 0).dischargeAllowed(true).build());
    bench.dialect.apply(List.of(bench.clearance("E01", -4_000)));
    assertThat(mailbox.lastCall("SetChargingProfile").payload()).doesNotContain("operationMode");
  }
}
