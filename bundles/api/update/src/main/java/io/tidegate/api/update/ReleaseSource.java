package io.tidegate.api.update;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Where a release archive is to be had. */
public sealed interface ReleaseSource {

  /** A file of this machine; it is copied before the order is accepted. */
  record OfFile(Path file) implements ReleaseSource {}

  /**
   * A file behind {@code http} or {@code https}, fetched in parts and resumed after an
   * interruption, within the updater's bandwidth.
   *
   * @param headers sent with each request, e.g. {@code Authorization}; never logged, never in a
   *     view
   * @param length bytes; -1 when it is not known
   * @param sha256 64 hexadecimal digits of the file; empty when it is not known. It finds errors of
   *     the transfer early and vouches for nothing.
   */
  record OfUri(URI uri, Map<String, String> headers, long length, String sha256)
      implements ReleaseSource {
    public OfUri {
      headers = Map.copyOf(headers);
    }

    /** Without the headers: they hold secrets. */
    @Override
    public String toString() {
      return "OfUri[" + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath() + "]";
    }
  }
}
