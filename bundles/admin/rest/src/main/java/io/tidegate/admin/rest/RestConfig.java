package io.tidegate.admin.rest;

import io.tidegate.codec.settings.Settings;
import java.util.Map;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The validated configuration.
 *
 * @param attempts wrong tokens a minute and address that are answered 401
 * @param streams readers of the event stream at a time
 */
record RestConfig(int attempts, int streams) {
  static final RestConfig DEFAULT = new RestConfig(10, 16);

  static RestConfig of(Map<String, ?> properties) {
    Settings settings = Settings.of(RestApi.PID, properties);
    RestConfig config =
        new RestConfig(
            settings.integer("attempts.max", DEFAULT.attempts(), 1, 1_000),
            settings.integer("events.max", DEFAULT.streams(), 1, 256));
    settings.check();
    return config;
  }

  /** As tools show it. */
  @ObjectClassDefinition(id = RestApi.PID, name = "REST API")
  @interface Fields {
    @AttributeDefinition(
        name = "Wrong tokens",
        description = "Wrong tokens a minute and address before 429, 1–1,000")
    int attempts_max() default 10;

    @AttributeDefinition(
        name = "Event streams",
        description = "Readers of the event stream at a time, 1–256")
    int events_max() default 16;
  }
}
