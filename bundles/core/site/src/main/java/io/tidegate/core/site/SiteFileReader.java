package io.tidegate.core.site;

import io.tidegate.api.site.SiteFiles;
import io.tidegate.api.site.SiteModel;
import io.tidegate.codec.yaml.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/** Reads site files for tools. */
@Component
public final class SiteFileReader implements SiteFiles {
  @Override
  public SiteModel read(Path file) throws IOException {
    SiteFile.Reading reading = SiteFile.read(file.toString(), SiteWatch.read(file));
    return reading
        .model()
        .orElseThrow(
            () ->
                new IOException(
                    reading.problems().stream()
                        .map(Problem::toString)
                        .collect(Collectors.joining("\n"))));
  }
}
