package io.tidegate.charging.din70121;

import io.tidegate.charging.vehicle.classic.Plan;
import io.tidegate.charging.vehicle.classic.Say;
import io.tidegate.charging.vehicle.classic.Say.Processing;
import io.tidegate.codec.exi.iso15118.Bytes;
import io.tidegate.codec.exi.iso15118.din.BodyElement;
import io.tidegate.codec.exi.iso15118.din.CableCheckRes;
import io.tidegate.codec.exi.iso15118.din.ChargeParameterDiscoveryRes;
import io.tidegate.codec.exi.iso15118.din.ContractAuthenticationRes;
import io.tidegate.codec.exi.iso15118.din.CurrentDemandRes;
import io.tidegate.codec.exi.iso15118.din.DcEVSEChargeParameter;
import io.tidegate.codec.exi.iso15118.din.EVSEProcessing;
import io.tidegate.codec.exi.iso15118.din.EVSESupportedEnergyTransfer;
import io.tidegate.codec.exi.iso15118.din.PMaxSchedule;
import io.tidegate.codec.exi.iso15118.din.PMaxScheduleEntry;
import io.tidegate.codec.exi.iso15118.din.PaymentOption;
import io.tidegate.codec.exi.iso15118.din.PaymentOptions;
import io.tidegate.codec.exi.iso15118.din.PowerDeliveryRes;
import io.tidegate.codec.exi.iso15118.din.PreChargeRes;
import io.tidegate.codec.exi.iso15118.din.RelativeTimeInterval;
import io.tidegate.codec.exi.iso15118.din.ResponseCode;
import io.tidegate.codec.exi.iso15118.din.SAScheduleList;
import io.tidegate.codec.exi.iso15118.din.SAScheduleTuple;
import io.tidegate.codec.exi.iso15118.din.ServiceCategory;
import io.tidegate.codec.exi.iso15118.din.ServiceCharge;
import io.tidegate.codec.exi.iso15118.din.ServiceDetailRes;
import io.tidegate.codec.exi.iso15118.din.ServiceDiscoveryRes;
import io.tidegate.codec.exi.iso15118.din.ServicePaymentSelectionRes;
import io.tidegate.codec.exi.iso15118.din.ServiceTag;
import io.tidegate.codec.exi.iso15118.din.SessionSetupRes;
import io.tidegate.codec.exi.iso15118.din.SessionStopRes;
import io.tidegate.codec.exi.iso15118.din.WeldingDetectionRes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The body of an answer that is no refusal. */
final class Writing {
  private static final int CHARGING = 1;
  private static final int LONGEST_EVSE_ID = 32;

  /** Powers of schedules are written in watts in 16 bits: no vehicle is told of more. */
  private static final int MOST_W = 32_767;

  private Writing() {}

  static BodyElement of(ResponseCode code, Say say) {
    // the loop first: it comes a thousand times as often as the rest
    if (say instanceof Say.CurrentDemand demand) {
      return demand(code, demand);
    } else if (say instanceof Say.PowerDelivery delivery) {
      return new PowerDeliveryRes(code, Statuses.dc(delivery.status()));
    } else if (say instanceof Say.CableCheck check) {
      return new CableCheckRes(code, Statuses.dc(check.status()), processing(check.processing()));
    } else if (say instanceof Say.PreCharge preCharge) {
      return new PreChargeRes(
          code, Statuses.dc(preCharge.status()), Numbers.volts(preCharge.volts()));
    } else if (say instanceof Say.WeldingDetection welding) {
      return new WeldingDetectionRes(
          code, Statuses.dc(welding.status()), Numbers.volts(welding.volts()));
    } else if (say instanceof Say.ChargeParameterDiscovery discovery) {
      return parameters(code, discovery);
    }
    return beforeAndAfter(code, say);
  }

  private static BodyElement beforeAndAfter(ResponseCode code, Say say) {
    if (say instanceof Say.SessionSetup setup) {
      return new SessionSetupRes(code, evse(setup.evseId()), setup.at().getEpochSecond());
    } else if (say instanceof Say.ServiceDiscovery) {
      return discovery(code);
    } else if (say instanceof Say.ServiceDetail detail) {
      return new ServiceDetailRes(code, detail.service(), null);
    } else if (say instanceof Say.Authorization authorization) {
      return new ContractAuthenticationRes(code, processing(authorization.processing()));
    } else if (say.kind() == io.tidegate.charging.vehicle.classic.Kind.SESSION_STOP) {
      return new SessionStopRes(code);
    }
    return new ServicePaymentSelectionRes(code);
  }

  private static Bytes evse(String id) {
    byte[] text = id.getBytes(StandardCharsets.US_ASCII);
    return Bytes.of(Arrays.copyOf(text, Math.min(LONGEST_EVSE_ID, text.length)));
  }

  private static EVSEProcessing processing(Processing processing) {
    return processing == Processing.FINISHED ? EVSEProcessing.FINISHED : EVSEProcessing.ONGOING;
  }

  private static BodyElement demand(ResponseCode code, Say.CurrentDemand demand) {
    return new CurrentDemandRes(
        code,
        Statuses.dc(demand.status()),
        Numbers.volts(demand.volts()),
        Numbers.amps(demand.amps()),
        demand.achieved().current(),
        demand.achieved().voltage(),
        demand.achieved().power(),
        Numbers.volts(demand.maxV()),
        Numbers.atMostAmps(demand.maxA()),
        Numbers.atMostWatts(demand.maxW()));
  }

  private static BodyElement parameters(ResponseCode code, Say.ChargeParameterDiscovery discovery) {
    return new ChargeParameterDiscoveryRes(
        code,
        EVSEProcessing.FINISHED,
        schedule(discovery.plan()),
        new DcEVSEChargeParameter(
            Statuses.dc(discovery.status()),
            Numbers.atMostAmps(discovery.maxA()),
            Numbers.atMostWatts(discovery.maxW()),
            Numbers.volts(discovery.maxV()),
            Numbers.amps(discovery.minA()),
            Numbers.volts(discovery.minV()),
            null,
            Numbers.amps(0),
            null));
  }

  static SAScheduleList schedule(Plan plan) {
    List<PMaxScheduleEntry> entries =
        plan.powers().stream()
            .map(
                power ->
                    new PMaxScheduleEntry(
                        new RelativeTimeInterval(power.startS(), power.durationS()),
                        (int) Math.min(MOST_W, power.watts())))
            .toList();
    return new SAScheduleList(
        List.of(new SAScheduleTuple(plan.tuple(), new PMaxSchedule(plan.tuple(), entries), null)));
  }

  static ServiceDiscoveryRes discovery(ResponseCode code) {
    return new ServiceDiscoveryRes(
        code,
        new PaymentOptions(List.of(PaymentOption.EXTERNAL_PAYMENT)),
        new ServiceCharge(
            new ServiceTag(CHARGING, null, ServiceCategory.EV_CHARGING, null),
            false,
            EVSESupportedEnergyTransfer.DC_EXTENDED),
        null);
  }
}
