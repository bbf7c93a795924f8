package io.tidegate.cloud.update.mqtt;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Fields of the configuration; {@link MqttSettings} checks them. */
@ObjectClassDefinition(
    id = UpdateMqttComponent.PID,
    name = "Updates over MQTT",
    description = "Takes orders of updates from a broker and publishes their steps")
@interface Config {
  @AttributeDefinition(
      name = "URL",
      description = "mqtts://host[:port] or mqtt://host[:port]",
      required = false)
  String url();

  @AttributeDefinition(
      name = "Gateway",
      description = "Id of this gateway, a level of its topics",
      required = false)
  String gateway();

  @AttributeDefinition(name = "Prefix", description = "Of the topics")
  String prefix() default "tidegate";

  @AttributeDefinition(
      name = "Password",
      description = "File below the home folder, its first line user:password",
      required = false)
  String password_file() default "";

  @AttributeDefinition(
      name = "Insecure",
      description = "Whether the password may go over mqtt:// to another machine, readable by all",
      required = false)
  boolean insecure_mqtt() default false;

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
      name = "Session",
      description = "h that the broker keeps orders for a gateway that is away",
      min = "0",
      max = "8760")
  int session_hours() default 168;

  @AttributeDefinition(name = "Keep alive", description = "s", min = "5", max = "3600")
  int keep_alive_s() default 60;

  @AttributeDefinition(
      name = "Connection",
      description = "ms to a connection",
      min = "1000",
      max = "120000")
  int connect_ms() default 10_000;

  @AttributeDefinition(
      name = "Answer",
      description = "ms for an acknowledgement",
      min = "100",
      max = "600000")
  int answer_ms() default 30_000;

  @AttributeDefinition(
      name = "First pause",
      description = "ms after a failure",
      min = "10",
      max = "3600000")
  int backoff_min_ms() default 2_000;

  @AttributeDefinition(
      name = "Longest pause",
      description = "ms after failures",
      min = "10",
      max = "86400000")
  int backoff_max_ms() default 300_000;
}
