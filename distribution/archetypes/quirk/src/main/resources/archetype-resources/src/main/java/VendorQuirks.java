package ${package};

import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * What stations of the maker "Acme" do otherwise than the standard says. The gateway asks after each
 * boot of a station; any thread, must not block.
 */
@Component(name = "${groupId}.${artifactId}", immediate = true)
public final class VendorQuirks implements QuirkBook {
  private static final int FIRST_GOOD_FIRMWARE = 3;

  @Override
  public StationQuirks of(StationMake make) {
    if (!make.vendor().equalsIgnoreCase("Acme") || firmware(make) >= FIRST_GOOD_FIRMWARE) {
      return StationQuirks.NONE;
    }
    // Code can say what a descriptor cannot: here, only firmware before version 3 takes limits in A alone.
    return new StationQuirks(
        List.of("Acme before firmware 3: limits in ampere only, nothing below 6 A"),
        StationQuirks.ProfileKind.ABSOLUTE,
        Optional.of(LimitUnit.A),
        6,
        true,
        true,
        true,
        true,
        false,
        Duration.ZERO);
  }

  private static int firmware(StationMake make) {
    String digits = make.firmware().toLowerCase(Locale.ROOT).replaceAll("^v|[^0-9].*$", "");
    return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits);
  }
}
