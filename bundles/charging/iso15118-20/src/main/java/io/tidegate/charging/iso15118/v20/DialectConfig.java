package io.tidegate.charging.iso15118.v20;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Form of the dialect's configuration; {@link Rules} validates the values. */
@ObjectClassDefinition(id = Iso15118V20Dialect.PID, name = "ISO 15118-20 dialect")
@interface DialectConfig {
  @AttributeDefinition(
      name = "Profile",
      description =
          "strict (algorithms and timeouts by the letter) or field (what vehicles do is let"
              + " through)")
  String profile() default "field";

  @AttributeDefinition(
      name = "Grace of the charge loop",
      description = "ms, 0 to 60,000: added to the 500 ms of the standard; strict: 0 by default")
  int loop_grace_ms() default 500;

  @AttributeDefinition(name = "External means", description = "Cards and operators authorise")
  boolean eim() default true;

  @AttributeDefinition(
      name = "Contracts",
      description = "Plug and Charge, where there are roots to check contracts by")
  boolean contracts() default true;

  @AttributeDefinition(name = "Standby", description = "A vehicle may stand by, contactor open")
  boolean standby() default true;

  @AttributeDefinition(name = "Pause", description = "A vehicle may pause its session")
  boolean pause() default true;

  @AttributeDefinition(name = "Service renegotiation", description = "Is offered to vehicles")
  boolean service_renegotiation() default true;

  @AttributeDefinition(
      name = "Sequence timeout",
      description = "s, 5 to 300: patience between two messages outside the loop")
  int sequence_timeout_s() default 60;

  @AttributeDefinition(
      name = "Renegotiation timeout",
      description = "s, 1 to 60: the same while a schedule is renegotiated under power")
  int renegotiation_timeout_s() default 5;

  @AttributeDefinition(
      name = "Wait for authorisation",
      description = "s, 10 to 3,600: how long somebody may take to agree")
  int authorisation_wait_s() default 180;

  @AttributeDefinition(name = "Cable check limit", description = "s, 5 to 120")
  int cablecheck_limit_s() default 40;

  @AttributeDefinition(name = "Pre-charge limit", description = "s, 2 to 60")
  int precharge_limit_s() default 10;

  @AttributeDefinition(
      name = "Contactor limit",
      description = "ms, 200 to 10,000: until its feedback says that it has moved")
  int contactor_limit_ms() default 3_000;

  @AttributeDefinition(
      name = "Voltage limit",
      description =
          "ms, 50 to 5,000, within the contactor's: until a pre-charged output that still moves is at"
              + " the battery's voltage")
  int voltage_limit_ms() default 1_000;

  @AttributeDefinition(
      name = "Installation limit",
      description = "s, 5 to 120: until a contract certificate has come")
  int installation_limit_s() default 40;

  @AttributeDefinition(name = "Grid frequency", description = "Hz, 45 to 65, told to AC vehicles")
  double frequency_hz() default 50;

  @AttributeDefinition(
      name = "Mobility operators",
      description = "Ids told to vehicles, separated by commas; empty: none are named",
      required = false)
  String contract_providers() default "";

  @AttributeDefinition(
      name = "Roots of mobility operators",
      description =
          "PEM or PKCS#12 files relative to the home folder, separated by commas; empty: no"
              + " contracts",
      required = false)
  String contract_roots() default "";

  @AttributeDefinition(
      name = "Revocation of contracts",
      description = "off, soft (no answer is a good one) or hard (no answer, no contract)")
  String contract_revocation() default "soft";

  @AttributeDefinition(
      name = "Log frames",
      description = "Every message complete, in hexadecimal, at level INFO")
  boolean log_frames() default false;
}
