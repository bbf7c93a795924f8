package io.tidegate.admin.updates.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * {@code state.json}: replaced whole, on the disk when {@link #write} returns. The launcher reads
 * it too, and counts the starts on trial in it before the container is there. One thread.
 */
public final class StateFile {
  private final Path file;
  private final JsonMapper mapper = JsonMapper.builder().build();

  public StateFile(Path file) {
    this.file = file;
  }

  /**
   * What was written last; the initial state when there is no file.
   *
   * @throws IOException when it cannot be read, or is no state
   */
  public State read() throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return State.initial();
    }
    try {
      JsonNode tree = mapper.readTree(content);
      return StateJson.read(tree);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new IOException(file + " is no state of the updater: " + e.getMessage(), e);
    }
  }

  public void write(State state) throws IOException {
    Durable.folder(file.getParent());
    Durable.write(file, mapper.writeValueAsBytes(StateJson.write(state)));
  }
}
