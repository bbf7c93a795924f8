package io.tidegate.charging.ocpp.upstream;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Fields of one management system's configuration file; {@link UpstreamSettings} checks them. */
@ObjectClassDefinition(
    id = UpstreamComponent.PID,
    name = "OCPP upstream",
    description = "A management system above the gateway that the stations are presented to")
@interface Config {
  @AttributeDefinition(name = "Name", description = "Short, unique; part of what is kept for it")
  String name();

  @AttributeDefinition(
      name = "URL",
      description = "ws:// or wss://; the station's identity is appended")
  String url();

  @AttributeDefinition(name = "Mode", description = "autonomous or transparent")
  String mode() default "autonomous";

  @AttributeDefinition(
      name = "Priority",
      description = "Of several: the lowest number that is connected answers",
      min = "0",
      max = "1000")
  int priority() default 10;

  @AttributeDefinition(
      name = "May",
      description = "Rights, commas between; all: every right there is")
  String may() default "read, start, stop, profiles, availability, reserve, display, tariffs";

  @AttributeDefinition(name = "Stations", description = "Identities, commas between; *: all")
  String stations() default "*";

  @AttributeDefinition(
      name = "Authorize",
      description = "Who says whether a token may charge: gateway or upstream")
  String authorize() default "gateway";

  @AttributeDefinition(
      name = "When lost",
      description = "Transparent mode without a link: close the station's or answer for it")
  String when_lost() default "close";

  @AttributeDefinition(
      name = "Compression",
      description = "Whether permessage-deflate (RFC 7692) is offered to it")
  boolean compression() default true;

  @AttributeDefinition(
      name = "Password",
      description = "Of all stations, where no file has them; kept encrypted by hosts that can",
      type = AttributeType.PASSWORD,
      required = false)
  String password();

  @AttributeDefinition(
      name = "Passwords",
      description = "File below the home folder, lines identity:password or *:password",
      required = false)
  String password_file() default "";

  @AttributeDefinition(
      name = "Trusted",
      description = "PEM or PKCS#12 below the home folder",
      required = false)
  String tls_truststore() default "";

  @AttributeDefinition(
      name = "Own key",
      description = "PEM, PKCS#12 or pkcs11:alias; mutual TLS",
      required = false)
  String tls_keystore() default "";

  @AttributeDefinition(
      name = "Key's password",
      description = "File; its first line counts",
      required = false)
  String tls_password_file() default "";

  @AttributeDefinition(name = "Queue", description = "Messages kept", min = "100", max = "1000000")
  int queue_max() default 20_000;

  @AttributeDefinition(name = "Queue's size", description = "MB kept", min = "1", max = "1024")
  int queue_megabytes() default 16;

  @AttributeDefinition(
      name = "Attempts",
      description = "For a message that is answered with an error",
      min = "1",
      max = "100")
  int attempts() default 3;

  @AttributeDefinition(name = "Retry", description = "ms, times the attempt", min = "10")
  int attempt_interval_ms() default 10_000;

  @AttributeDefinition(
      name = "Site's limits",
      description = "Whether it is told when the site holds a vehicle down (NotifyChargingLimit)")
  boolean limits_told() default true;

  @AttributeDefinition(
      name = "Significance",
      description = "%, changes of a limit of no more are not told",
      min = "0",
      max = "100")
  int limits_significance_percent() default 10;

  @AttributeDefinition(
      name = "Limits' interval",
      description = "s, between two of these messages on one EVSE, at least",
      min = "1",
      max = "86400")
  int limits_interval_s() default 30;

  @AttributeDefinition(
      name = "Mandate",
      description = "Mandate source of the site file that it asks for power by; empty: it may not",
      required = false)
  String mandate() default "";

  @AttributeDefinition(
      name = "Signal's life",
      description = "s that an AFRRSignal counts",
      min = "1",
      max = "300")
  int signal_life_s() default 15;

  @AttributeDefinition(name = "Answer", description = "ms for an answer", min = "100")
  int answer_ms() default 30_000;

  @AttributeDefinition(name = "Ask", description = "ms that a station waits for it", min = "100")
  int ask_ms() default 8_000;

  @AttributeDefinition(name = "Connect", description = "ms to an open WebSocket", min = "100")
  int connect_ms() default 10_000;

  @AttributeDefinition(name = "Back-off", description = "ms, first; with jitter", min = "10")
  int backoff_min_ms() default 1_000;

  @AttributeDefinition(name = "Most back-off", description = "ms", min = "10")
  int backoff_max_ms() default 120_000;

  @AttributeDefinition(name = "Ping", description = "ms between pings", min = "100")
  int ping_interval_ms() default 30_000;

  @AttributeDefinition(name = "Heartbeat", description = "s, where it names none", min = "1")
  int heartbeat_s() default 300;

  @AttributeDefinition(name = "Message", description = "Bytes at most", min = "1024")
  int message_max() default 262_144;
}
