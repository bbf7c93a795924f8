package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.StationMake;
import io.tidegate.api.site.StationQuirks;
import org.junit.jupiter.api.Test;

class VendorQuirksTest {
  private static StationQuirks of(String vendor, String firmware) {
    StationMake make = new StationMake(new StationId("CS01"), vendor, "One", firmware);
    return new VendorQuirks().of(make);
  }

  @Test
  void speaksAmpereWithOldFirmware() {
    assertThat(of("Acme", "v2.9").limitUnit()).contains(LimitUnit.A);
    assertThat(of("ACME", "").minLimitA()).isEqualTo(6);
  }

  @Test
  void leavesAllOthersAlone() {
    assertThat(of("Acme", "v3.0")).isEqualTo(StationQuirks.NONE);
    assertThat(of("Other", "v2.9")).isEqualTo(StationQuirks.NONE);
  }
}
