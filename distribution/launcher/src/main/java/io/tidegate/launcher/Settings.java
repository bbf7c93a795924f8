package io.tidegate.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Framework properties that every container of ours has. */
final class Settings {

  private Settings() {}

  static Map<String, String> of(Home home, Distribution distribution) {
    Map<String, String> properties = new HashMap<>();
    properties.put("tidegate.home", home.root().toString());
    properties.put("tidegate.dist", distribution.root().toString());
    properties.put("tidegate.version", Distribution.version());
    properties.put("felix.cm.dir", home.cache().resolve("configuration").toString());
    // Without it the web server opens its default port on every address before it is configured.
    properties.put("org.apache.felix.http.require.config", "true");
    Path logging = home.config().resolve("logging.xml");
    properties.put("org.ops4j.pax.logging.StaticLogbackFile", logging.toString());
    properties.put("org.ops4j.pax.logging.DefaultServiceLog.level", "ERROR");
    properties.put(
        "org.ops4j.pax.logging.useFileLogFallback", home.log().resolve("start.log").toString());
    // Read by the logging configuration.
    System.setProperty("tidegate.log", home.log().toString());
    return properties;
  }
}
