package io.tidegate.cloud.hawkbit;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Fields of the configuration; {@link HawkbitSettings} checks them. */
@ObjectClassDefinition(
    id = HawkbitComponent.PID,
    name = "hawkBit client",
    description = "Takes updates from an Eclipse hawkBit server")
@interface Config {
  @AttributeDefinition(
      name = "URL",
      description = "https://host[:port][/path] of the server",
      required = false)
  String url();

  @AttributeDefinition(
      name = "Insecure",
      description =
          "Whether the token may go over http:// to another machine, where all can read it",
      required = false)
  boolean insecure_http() default false;

  @AttributeDefinition(name = "Tenant")
  String tenant() default "DEFAULT";

  @AttributeDefinition(
      name = "Controller",
      description = "Id of this gateway at the server",
      required = false)
  String controller();

  @AttributeDefinition(
      name = "Token's kind",
      options = {
        @Option(label = "One for all gateways", value = "gateway"),
        @Option(label = "Of this gateway alone", value = "target")
      })
  String token_kind() default "target";

  @AttributeDefinition(
      name = "Token",
      description = "File below the home folder, its first line; empty: the TLS key says who it is",
      required = false)
  String token_file() default "";

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

  @AttributeDefinition(
      name = "Attributes",
      description = "name=value, commas between; told to the server beside version and platform",
      required = false)
  String attributes() default "";

  @AttributeDefinition(
      name = "Soft actions",
      description = "What becomes of actions that the server does not force",
      options = {
        @Option(label = "Installed where they disturb nothing", value = "install"),
        @Option(label = "Wait for an operator's word", value = "approve")
      })
  String soft() default "install";

  @AttributeDefinition(
      name = "Forced actions disturb",
      description = "Whether forced actions do not wait for a quiet window")
  boolean forced_disturbs() default false;

  @AttributeDefinition(
      name = "Least interval",
      description = "ms between two polls, whatever the server says",
      min = "20",
      max = "3600000")
  int poll_min_ms() default 15_000;

  @AttributeDefinition(
      name = "Longest interval",
      description = "ms between two polls, whatever the server says",
      min = "20",
      max = "604800000")
  int poll_max_ms() default 3_600_000;

  @AttributeDefinition(
      name = "Connection",
      description = "ms to a connection",
      min = "100",
      max = "120000")
  int connect_ms() default 10_000;

  @AttributeDefinition(
      name = "Answer",
      description = "ms for a whole answer",
      min = "100",
      max = "600000")
  int answer_ms() default 30_000;

  @AttributeDefinition(
      name = "First pause",
      description = "ms after a failure",
      min = "10",
      max = "3600000")
  int backoff_min_ms() default 5_000;

  @AttributeDefinition(
      name = "Longest pause",
      description = "ms after failures",
      min = "10",
      max = "86400000")
  int backoff_max_ms() default 600_000;
}
