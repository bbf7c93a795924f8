package io.tidegate.admin.updates.work;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.update.UpdateRefusedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  private static final long EXABYTE = 1_000_000_000_000_000_000L;

  @TempDir Path folder;

  @Test
  void refusesWhatTheDiskHasNoRoomFor() {
    assertThatThrownBy(() -> Room.check(folder, EXABYTE, 0))
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining("it takes 1000000000001 MB, and 0 MB have to stay free");
  }

  @Test
  void countsWhatHasToStayFree() {
    assertThatThrownBy(() -> Room.check(folder, 1, EXABYTE))
        .isInstanceOf(UpdateRefusedException.class)
        .hasMessageContaining("it takes 1 MB, and 1000000000000 MB have to stay free");
    assertThatCode(() -> Room.check(folder, 1, 0)).doesNotThrowAnyException();
  }
}
