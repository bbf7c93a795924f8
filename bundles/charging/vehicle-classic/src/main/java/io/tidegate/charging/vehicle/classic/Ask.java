package io.tidegate.charging.vehicle.classic;

import io.tidegate.codec.exi.iso15118.Bytes;
import java.util.List;
import java.util.Optional;

/** What a vehicle asks for. Quantities that it does not tell are NaN. */
public sealed interface Ask {

  Kind kind();

  /**
   * @param evccId hexadecimal, mostly the MAC address of the modem
   */
  record SessionSetup(String evccId) implements Ask {
    @Override
    public Kind kind() {
      return Kind.SESSION_SETUP;
    }
  }

  record ServiceDiscovery() implements Ask {
    @Override
    public Kind kind() {
      return Kind.SERVICE_DISCOVERY;
    }
  }

  record ServiceDetail(int service) implements Ask {
    @Override
    public Kind kind() {
      return Kind.SERVICE_DETAIL;
    }
  }

  /**
   * @param contract payment by contract, not by external means
   */
  record PaymentServiceSelection(boolean contract, List<Integer> services) implements Ask {
    @Override
    public Kind kind() {
      return Kind.PAYMENT_SERVICE_SELECTION;
    }
  }

  /**
   * @param chain the contract's certificate first
   */
  record PaymentDetails(String emaid, List<Bytes> chain) implements Ask {
    @Override
    public Kind kind() {
      return Kind.PAYMENT_DETAILS;
    }
  }

  /**
   * CertificateInstallation, or CertificateUpdate.
   *
   * @param certificate that the request is signed with: the provisioning certificate, or the
   *     contract's so far
   * @param document the request as it came
   */
  record Certificate(boolean update, Bytes certificate, Optional<Seal> seal, Bytes document)
      implements Ask {
    @Override
    public Kind kind() {
      return update ? Kind.CERTIFICATE_UPDATE : Kind.CERTIFICATE_INSTALLATION;
    }
  }

  /**
   * @param challenge empty: none
   */
  record Authorization(Bytes challenge, Optional<Seal> seal) implements Ask {
    @Override
    public Kind kind() {
      return Kind.AUTHORIZATION;
    }
  }

  /**
   * @param direct the parameters are those of DC
   * @param entries as many entries a schedule may have
   * @param departureS seconds from now
   * @param energyWh still wanted
   * @param minA AC
   * @param capacityWh of the battery
   * @param fullSocPct where the vehicle calls itself full
   */
  record ChargeParameterDiscovery(
      Mode mode,
      boolean direct,
      int entries,
      double departureS,
      double energyWh,
      double maxV,
      double maxA,
      double minA,
      double maxW,
      double capacityWh,
      double fullSocPct,
      Battery battery)
      implements Ask {
    @Override
    public Kind kind() {
      return Kind.CHARGE_PARAMETER_DISCOVERY;
    }
  }

  record CableCheck(Battery battery) implements Ask {
    @Override
    public Kind kind() {
      return Kind.CABLE_CHECK;
    }
  }

  record PreCharge(Battery battery, double volts, double amps) implements Ask {
    @Override
    public Kind kind() {
      return Kind.PRE_CHARGE;
    }
  }

  /**
   * @param tuple the schedule that was chosen; 0: none was named
   * @param profile what the vehicle is going to take at most; may be empty
   */
  record PowerDelivery(Progress progress, int tuple, List<Stretch> profile) implements Ask {
    public PowerDelivery {
      profile = List.copyOf(profile);
    }

    @Override
    public Kind kind() {
      return Kind.POWER_DELIVERY;
    }

    /** What is to become of the power. */
    public enum Progress {
      START,
      STOP,
      RENEGOTIATE
    }

    /** From then on, in seconds from the profile's beginning, this much. */
    public record Stretch(long startS, double watts) {}
  }

  record ChargingStatus() implements Ask {
    @Override
    public Kind kind() {
      return Kind.CHARGING_STATUS;
    }
  }

  /**
   * @param complete the battery is full
   */
  record CurrentDemand(
      Battery battery,
      double targetV,
      double targetA,
      double maxV,
      double maxA,
      double maxW,
      boolean complete)
      implements Ask {
    @Override
    public Kind kind() {
      return Kind.CURRENT_DEMAND;
    }
  }

  /**
   * @param session as the body names it
   */
  record MeteringReceipt(Bytes session, String meter, double importWh, Optional<Seal> seal)
      implements Ask {
    @Override
    public Kind kind() {
      return Kind.METERING_RECEIPT;
    }
  }

  record WeldingDetection(Battery battery) implements Ask {
    @Override
    public Kind kind() {
      return Kind.WELDING_DETECTION;
    }
  }

  record SessionStop(boolean pause) implements Ask {
    @Override
    public Kind kind() {
      return Kind.SESSION_STOP;
    }
  }

  /** A message that no vehicle may send. */
  record Stray(String name) implements Ask {
    @Override
    public Kind kind() {
      return Kind.STRAY;
    }
  }
}
