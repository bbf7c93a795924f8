package io.tidegate.core.safety;

import io.tidegate.api.control.Reason;
import io.tidegate.api.control.ReasonCode;
import java.util.EnumMap;
import java.util.Map;

/** The lowest of several limits, W ≥ 0, and which it was; of equal ones the first. Reused. */
final class Ceiling {
  private static final Map<ReasonCode, Reason> NOTHING = new EnumMap<>(ReasonCode.class);

  static {
    for (ReasonCode code : ReasonCode.values()) {
      NOTHING.put(code, new Reason(code, "", 0));
    }
  }

  private double limitW;
  private Reason atRating = Reason.of(ReasonCode.EVSE_RATING);
  private ReasonCode code = ReasonCode.EVSE_RATING;
  private String subject = "";

  /**
   * @param rated the reason that names the rating as it is
   */
  void start(double ratingW, Reason rated) {
    limitW = ratingW;
    atRating = rated;
    code = ReasonCode.EVSE_RATING;
    subject = "";
  }

  void lower(double newLimitW, ReasonCode newCode) {
    lower(newLimitW, newCode, "");
  }

  /** Applies a limit; a negative one and one that is no number allow nothing. */
  void lower(double newLimitW, ReasonCode newCode, String newSubject) {
    if (!(newLimitW >= limitW)) {
      limitW = newLimitW > 0 ? newLimitW : 0;
      code = newCode;
      subject = newSubject;
    }
  }

  /** What is below the lowest possible power is nothing. */
  void noLessThan(double minimumW) {
    if (limitW < minimumW) {
      code = code == ReasonCode.EVSE_RATING && limitW > 0 ? ReasonCode.MIN_CURRENT : code;
      limitW = 0;
    }
  }

  double limitW() {
    return limitW;
  }

  /**
   * @param sign 1 for charging, −1 for discharging
   */
  Reason reason(int sign) {
    if (code == ReasonCode.EVSE_RATING) {
      return atRating;
    }
    if (limitW == 0 && subject.isEmpty()) {
      return NOTHING.get(code);
    }
    return new Reason(code, subject, limitW == 0 ? 0 : sign * limitW);
  }
}
