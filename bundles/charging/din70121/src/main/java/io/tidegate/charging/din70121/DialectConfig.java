package io.tidegate.charging.din70121;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Form of the dialect's configuration; the machine's rules validate the values. */
@ObjectClassDefinition(id = Din70121Dialect.PID, name = "DIN 70121 dialect")
@interface DialectConfig {
  @AttributeDefinition(
      name = "Profile",
      description = "strict (profiles and timeouts by the letter) or field (what vehicles do)")
  String profile() default "field";

  @AttributeDefinition(
      name = "Timeout of the loop",
      description = "ms, 100 to 60,000: patience between two CurrentDemandReq, without the grace")
  int loop_timeout_ms() default 500;

  @AttributeDefinition(
      name = "Grace of the loop",
      description = "ms, 0 to 60,000: added to the timeout; strict: 0 by default")
  int loop_grace_ms() default 1500;

  @AttributeDefinition(
      name = "Sequence timeout",
      description = "s, 5 to 300: patience between two messages")
  int sequence_timeout_s() default 60;

  @AttributeDefinition(
      name = "Authorisation",
      description = "s, 10 to 3,600: how long somebody may take to authorise a session")
  int authorisation_wait_s() default 60;

  @AttributeDefinition(name = "Insulation test", description = "s, 5 to 120: how long it may take")
  int cablecheck_limit_s() default 40;

  @AttributeDefinition(name = "Pre-charge", description = "s, 2 to 60: how long it may take")
  int precharge_limit_s() default 10;

  @AttributeDefinition(
      name = "Contactor",
      description = "ms, 200 to 10,000: how long PowerDeliveryRes waits for it")
  int contactor_limit_ms() default 4500;

  @AttributeDefinition(
      name = "Voltage",
      description =
          "ms, 50 to 5,000, within the contactor's: how long a pre-charged output may still move")
  int voltage_limit_ms() default 1000;

  @AttributeDefinition(name = "Frames", description = "Complete messages are logged")
  boolean log_frames() default false;
}
