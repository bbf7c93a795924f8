package io.tidegate.api.site;

import java.io.IOException;
import java.nio.file.Path;

/** Reads site files. A service of the site loader, for tools; any thread, blocks while it reads. */
public interface SiteFiles {

  /**
   * Reads and validates a site file.
   *
   * @throws IOException when it cannot be read, or is not valid: the message lists every problem as
   *     {@code FILE:LINE: field sentence}
   */
  SiteModel read(Path file) throws IOException;
}
